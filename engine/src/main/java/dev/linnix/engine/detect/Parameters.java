package dev.linnix.engine.detect;

import dev.linnix.engine.rule.ParameterSpec;
import java.util.List;

/** Parameters that several detectors share. */
final class Parameters {
    /** Whole host, or each subtree for itself. */
    static final ParameterSpec SCOPE = ParameterSpec.choice(
            "scope",
            List.of("host", "subtree"),
            "host",
            "Count over the whole host, or within each process with its birth descendants.");

    private Parameters() {}

    /** {@return the window over which births or jobs are counted} */
    static ParameterSpec windowSeconds() {
        return ParameterSpec.number("window_seconds", "s", 1, 60, "Length of the window.");
    }
}
