package dev.linnix.engine.rule;

import dev.linnix.engine.detect.Detector;
import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Detectors that detect nothing, with the parameters of those of the product. */
final class FakeTypes {
    private FakeTypes() {}

    private static final ParameterSpec SCOPE =
            ParameterSpec.choice("scope", List.of("host", "subtree"), "host", "What is counted together.");
    private static final ParameterSpec COUNT =
            ParameterSpec.integer("threshold", "", 1, Long.MAX_VALUE, "Fires at this many.");
    private static final ParameterSpec WINDOW =
            ParameterSpec.integer("window_seconds", "s", 1, 60, "Counted over this time.");
    private static final ParameterSpec DURATION =
            ParameterSpec.number("duration", "s", 1, 60, "For at least this long.");

    static final List<DetectorType> ALL = List.of(
            new Fake("forks_per_sec", COUNT, DURATION, SCOPE),
            new Fake("fork_burst", COUNT, WINDOW, SCOPE),
            new Fake(
                    "runaway_tree",
                    COUNT.optional(null),
                    WINDOW,
                    ParameterSpec.number("cpu_pct", "percent of one core", 1, 1e6, "Or this much CPU.")
                            .optional(null)),
            new Fake(
                    "short_job_flood",
                    COUNT,
                    WINDOW,
                    ParameterSpec.integer("max_exec_duration_ms", "ms", 1, 60_000, "Longer ones do not count.")
                            .optional(1000),
                    SCOPE),
            new Fake(
                    "subtree_cpu_pct",
                    ParameterSpec.number("threshold", "percent of one core", Double.MIN_VALUE, 1e6, "More than this."),
                    DURATION),
            new Fake(
                    "subtree_rss_mb",
                    ParameterSpec.number("threshold", "MB", Double.MIN_VALUE, 1e9, "More than this."),
                    DURATION,
                    ParameterSpec.flag("growing", true, "Whether it must grow as well.")),
            new Fake(
                    "fd_exhaustion",
                    ParameterSpec.number("threshold_pct", "percent of the limit", 1, 100, "More than this.")
                            .optional(80),
                    ParameterSpec.number("exhaustion_seconds", "s", 1, 3600, "Or full within this time.")
                            .optional(null),
                    ParameterSpec.number("duration", "s", 0, 60, "For at least this long.")
                            .optional(0)),
            new Fake("exec_rate", ParameterSpec.pattern("regex", "What to look for.")),
            new Fake("latency", COUNT, ParameterSpec.words("track", "What to look at.")));

    private record Fake(String name, List<ParameterSpec> parameters) implements DetectorType {
        Fake(String name, ParameterSpec... parameters) {
            this(name, List.of(parameters));
        }

        @Override
        public String summary() {
            return "Looks for " + name + ".";
        }

        @Override
        public List<String> objections(Rule rule) {
            boolean neither = name.equals("runaway_tree") && !rule.has("threshold") && !rule.has("cpu_pct");
            return neither ? List.of("expected threshold or cpu_pct, found neither") : List.of();
        }

        @Override
        public @Nullable Tally tally(Rule rule) {
            String limit = "max_exec_duration_ms";
            return rule.has(limit) ? new Tally.ShortJobs((long) rule.number(limit)) : null;
        }

        @Override
        public Detector create(Rule rule, HostState host) {
            throw new AssertionError("no detector is wanted here");
        }
    }
}
