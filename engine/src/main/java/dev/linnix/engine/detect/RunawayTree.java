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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree of processes that grows or burns out of control.
 *
 * <p>Fires when at least {@code threshold} births happened within one subtree in the last {@code window_seconds}; or,
 * with {@code cpu_pct} given, when a subtree with at least two busy live processes (1 % of one core or more each) used more
 * than {@code cpu_pct} of one core in each second of the window.
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
    public Rule lowered(Rule rule, double part) {
        return rule.scaled("threshold", part).scaled("cpu_pct", part);
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
                findings.found(
                        subject, Finding.above(subject.total(), threshold, "forks", "threshold", true, what, window));
            }
        }

        private void evaluateCpu(HostState host, SubtreeCpu threshold, Findings findings) {
            Measure blame = SubtreeCpu.window(host, windowNs);
            String what = "percent of one core in one tree, each second for " + threshold.seconds() + " s";
            Descent descent = threshold.descent(host);
            for (ProcessNode subject : threshold.subjects(host, descent)) {
                ProcessNode tree = widened(host, threshold, descent, subject);
                if (tree == null) continue;
                double value = threshold.smallestSecond(host, tree);
                if (value <= threshold.percent()) continue;
                findings.found(
                        tree,
                        Finding.above(value, threshold.percent(), "percent of one core", "cpu_pct", true, what, blame));
            }
        }

        /** One busy process is no tree: the subject is widened until a second live one below it is busy as well. */
        private static @Nullable ProcessNode widened(
                HostState host, SubtreeCpu threshold, Descent descent, ProcessNode subject) {
            for (ProcessNode tree = subject; tree != null && !descent.excludes(tree); tree = tree.parent()) {
                if (threshold.busy(host, tree) >= 2) return tree;
            }
            return null;
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
        public long windowNs() {
            return windowNs;
        }

        @Override
        public long durationNs() {
            return Math.min(windowNs, SlidingCounter.BUCKETS * SlidingCounter.BUCKET_NS);
        }
    }
}
