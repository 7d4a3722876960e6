package dev.linnix.engine.detect;

import dev.linnix.engine.blame.Descent;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.Measures;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.SlidingCounter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree of processes that grows or burns out of control.
 *
 * <p>Fires when at least {@code threshold} births happened within one subtree in the last {@code window_seconds}; or,
 * with {@code cpu_pct} given, when a subtree of at least two live processes used more than {@code cpu_pct} of one core
 * in each second of the window.
 */
public final class RunawayTree implements DetectorType {
    @Override
    public String name() {
        return "runaway_tree";
    }

    @Override
    public String summary() {
        return "A tree of processes that multiplies, or that burns CPU in more than one process.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.integer(
                                "threshold", "forks", 1, 10_000_000, "Births within one subtree that are too many.")
                        .optional(null),
                Parameters.windowSeconds(),
                ParameterSpec.number(
                                "cpu_pct",
                                "percent of one core",
                                0.1,
                                1_000_000,
                                "CPU of one subtree that is too much.")
                        .optional(null));
    }

    @Override
    public List<String> objections(Rule rule) {
        return rule.has("threshold") || rule.has("cpu_pct")
                ? List.of()
                : List.of("expected threshold, cpu_pct or both, found neither");
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        return new Runaway(rule);
    }

    private static final class Runaway implements Detector {
        private final @Nullable Double births;
        private final @Nullable SubtreeCpu cpu;
        private final long windowNs;

        Runaway(Rule rule) {
            windowNs = rule.seconds("window_seconds");
            births = rule.has("threshold") ? rule.number("threshold") : null;
            cpu = rule.has("cpu_pct") ? new SubtreeCpu(rule.number("cpu_pct"), Windows.seconds(windowNs)) : null;
        }

        @Override
        public Scope scope() {
            return Scope.SUBTREE;
        }

        @Override
        public void evaluate(HostState host, Moment moment, Findings findings) {
            if (births != null && moment == Moment.EVENTS) evaluateBirths(host, births, findings);
            if (cpu != null && moment == Moment.SNAPSHOT) evaluateCpu(host, cpu, findings);
        }

        private void evaluateBirths(HostState host, double threshold, Findings findings) {
            Measure.Counted window = Windows.untilNow(host, Measures.BIRTHS, windowNs);
            if (Windows.sum(host, null, window) < threshold) return;
            String what = "births in one tree within " + windowNs / Rule.SECOND + " s";
            for (ProcessNode subject : Descent.over(host, window).above(threshold)) {
                findings.found(subject, new Finding(subject.total(), threshold, "forks", "threshold", true, what));
            }
        }

        private static void evaluateCpu(HostState host, SubtreeCpu cpu, Findings findings) {
            for (ProcessNode subject : cpu.subjects(host)) {
                ProcessNode tree = widened(host, subject);
                if (tree == null) continue;
                double value = cpu.smallestSecond(host, tree);
                if (value <= cpu.percent()) continue;
                String what = "percent of one core in one tree, each second for " + cpu.seconds() + " s";
                findings.found(tree, new Finding(value, cpu.percent(), "percent of one core", "cpu_pct", true, what));
            }
        }

        /** One busy process is no tree: it takes a second live one below it. */
        private static @Nullable ProcessNode widened(HostState host, ProcessNode subject) {
            return countBusy(host, subject) >= 2 ? subject : null;
        }

        private static int countBusy(HostState host, ProcessNode subject) {
            List<ProcessNode> live = new ArrayList<>();
            host.table().forSubtree(subject, node -> {
                if (node.alive()) live.add(node);
            });
            return live.size();
        }

        @Override
        public double level(HostState host, @Nullable ProcessNode subject) {
            if (subject == null) return 0;
            double level = 0;
            if (births != null) {
                level = Windows.sum(host, subject, Windows.untilNow(host, Measures.BIRTHS, windowNs)) / births;
            }
            return cpu == null ? level : Math.max(level, cpu.level(host, subject));
        }

        @Override
        public Measure measure(HostState host) {
            return births == null ? SubtreeCpu.window(host, windowNs) : blameByBirths(host, births);
        }

        /** Births are the cause when there were enough of them, else CPU time is. */
        private Measure blameByBirths(HostState host, double threshold) {
            Measure.Counted window = Windows.untilNow(host, Measures.BIRTHS, windowNs);
            boolean enough = Windows.sum(host, null, window) >= threshold;
            return enough || cpu == null ? window : SubtreeCpu.window(host, windowNs);
        }

        @Override
        public long windowNs() {
            return windowNs;
        }

        @Override
        public long durationNs() {
            return Math.min(windowNs, SlidingCounter.BUCKETS * SlidingCounter.BUCKET_NS);
        }
    }
}
