package dev.linnix.engine.detect;

import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of failure that can be looked for; found by {@link java.util.ServiceLoader}, so a jar on the class path can add
 * one. Implementations have a public no-argument constructor, keep no state, and are thread-safe.
 */
public interface DetectorType {
    /** {@return the word after {@code detector:} in a rule} */
    String name();

    /** {@return what it detects, in a sentence or two} */
    String summary();

    /** {@return the parameters a rule may give, in the order of the reference} */
    List<ParameterSpec> parameters();

    /**
     * Checks what no single parameter can, e.g. that one of two was given. Asked only when each parameter is right.
     *
     * @return one sentence for each thing wrong with the rule; empty if it can be used
     */
    default List<String> objections(Rule rule) {
        return List.of();
    }

    /** {@return what a rule has counted for each process besides births and CPU time; null for nothing} */
    default @Nullable Tally tally(Rule rule) {
        return null;
    }

    /**
     * {@return the rule with every threshold moved so that a given part of a value suffices; all else, durations too, stays}
     * A recording replayed under such rules shows how near a rule that did not fire came. Unless a detector says
     * otherwise the threshold is the parameter {@code threshold}; the rule itself means that it cannot be moved.
     *
     * @param part above 0, up to 1
     */
    default Rule lowered(Rule rule, double part) {
        return rule.scaled("threshold", part);
    }

    /** {@return a detector for one rule on a host} */
    Detector create(Rule rule, HostState host);
}
