package dev.linnix.engine.detect;

import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measures;
import java.util.List;

/**
 * A burst of births, however they are spread within the window.
 *
 * <p>Fires when at least {@code threshold} processes were created within the last {@code window_seconds}. The window is
 * made of buckets of 250 ms and is at most one bucket shorter than asked for, never longer.
 */
public final class ForkBurst implements DetectorType {
    @Override
    public String name() {
        return "fork_burst";
    }

    @Override
    public String summary() {
        return "A burst of births: at least a number of processes are created within a window.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.integer("threshold", "forks", 1, 10_000_000, "Births in the window that are too many."),
                Parameters.windowSeconds(),
                Parameters.SCOPE);
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        return new WindowedCount(rule, Measures.BIRTHS, "forks", "forks");
    }
}
