package dev.linnix.engine.detect;

import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flood of short-lived jobs: programs that are started and end at once, again and again.
 *
 * <p>Fires when at least {@code threshold} processes ended within the last {@code window_seconds} no more than
 * {@code max_exec_duration_ms} after their last exec. A job is caused by the process that forked it.
 */
public final class ShortJobFlood implements DetectorType {
    private static final String LIMIT = "max_exec_duration_ms";

    @Override
    public String name() {
        return "short_job_flood";
    }

    @Override
    public String summary() {
        return "A flood of short-lived jobs: many programs that end soon after they were started.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.integer(
                        "threshold", "jobs", 1, 10_000_000, "Short jobs in the window that are too many."),
                Parameters.windowSeconds(),
                ParameterSpec.integer(LIMIT, "ms", 1, 60_000, "A job that runs no longer than this is short.")
                        .optional(1000L),
                Parameters.SCOPE);
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        String what = "jobs of at most " + Finding.number(rule.number(LIMIT)) + " ms";
        return new WindowedCount(rule, host.slot(tallyOf(rule)), "jobs", what);
    }

    @Override
    public @Nullable Tally tally(Rule rule) {
        return tallyOf(rule);
    }

    private static Tally tallyOf(Rule rule) {
        return new Tally.ShortJobs(Math.round(rule.number(LIMIT)) * 1_000_000L);
    }
}
