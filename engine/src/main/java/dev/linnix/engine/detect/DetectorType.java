package dev.linnix.engine.detect;

import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import java.util.List;

/**
 * A kind of failure that can be looked for; found by {@link java.util.ServiceLoader}, so a jar on the class path can add
 * one. Implementations have a public no-argument constructor, keep no state, and are thread-safe.
 */
public interface DetectorType {
    /** {@return the word after {@code detector:} in a rule} */
    String name();

    /** {@return one sentence: what it detects} */
    String summary();

    /** {@return the parameters a rule may give, in the order of the reference} */
    List<ParameterSpec> parameters();

    /** {@return what is wrong with a rule whose parameters are each right by themselves; empty when nothing is} */
    default List<String> conflicts(Rule rule) {
        return List.of();
    }

    /** {@return a detector for one rule on a host} */
    Detector create(Rule rule, HostState host);
}
