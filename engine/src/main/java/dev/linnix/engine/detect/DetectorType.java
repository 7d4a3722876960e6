package dev.linnix.engine.detect;

import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
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

    /** {@return a detector for one rule, without history} */
    Detector create(Rule rule);
}
