package dev.linnix.engine.detect;

import dev.linnix.engine.blame.Descent;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.ProcessNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory that is gained fast, however much is held.
 *
 * <p>Fires when the anonymous and swapped-out memory of a process and its birth descendants has grown by more than
 * {@code threshold} within the last {@code window_seconds}, and in at least 3 of the last 5 samples, so that one large
 * allocation is no growth; and when that has been so for {@code duration}. What a descendant held that ended within the
 * window is taken off, so that workers that replace each other are no growth. Memory of the first 2 s after fork or exec is
 * not counted. The threshold is never less than twice what the kernel's per-CPU counters may be off. Where snapshots are
 * further apart than the window, the growth between the last two is taken in proportion. Source: snapshots, samples of
 * which are about a second apart.
 */
public final class MemoryGrowth implements DetectorType {
    @Override
    public String name() {
        return "memory_growth";
    }

    @Override
    public String summary() {
        return "Memory that grows fast: a process with its live descendants gains too much within a window.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.number(
                        "threshold", "MB", 1, 1_000_000_000, "Memory gained within the window that is too much."),
                ParameterSpec.number("window_seconds", "s", 2, SubtreeMemory.LONGEST_S, "Length of the window.")
                        .optional(10.0),
                ParameterSpec.number("duration", "s", 0, 3600, "How long it must have been gaining that much.")
                        .optional(0.0));
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        double error = 2.0 * host.facts().memoryErrorBytes();
        return new Growth(
                Math.max(rule.number("threshold") * SubtreeMemory.MB, error),
                rule.seconds("window_seconds"),
                rule.seconds("duration"),
                new Holding());
    }

    private record Growth(double limit, long windowNs, long durationNs, Holding holding) implements Detector {
        @Override
        public Scope scope() {
            return Scope.SUBTREE;
        }

        @Override
        public void evaluate(HostState host, Moment moment, Findings findings) {
            if (moment != Moment.SNAPSHOT || host.samples().current() < 0) return;
            holding.retain(host, node -> SubtreeMemory.gainOf(host, node, windowNs) > limit);
            Measure gain = SubtreeMemory.gain(host, windowNs);
            Descent descent = Descent.over(host, gain);
            for (ProcessNode subject : descent.above(limit)) consider(host, descent, subject, gain, findings);
        }

        private void consider(HostState host, Descent descent, ProcessNode from, Measure gain, Findings findings) {
            ProcessNode subject = from;
            double gained = SubtreeMemory.gainOf(host, subject, windowNs);
            while (gained <= limit) {
                ProcessNode above = subject.parent();
                if (above == null || descent.excludes(above)) return;
                subject = above;
                gained = SubtreeMemory.gainOf(host, subject, windowNs);
            }
            boolean steady = SubtreeMemory.growsSteadily(host, subject);
            long now = host.samples().time(host.samples().current());
            boolean lasted = steady && now - holding.since(subject, now) >= durationNs;
            String what = "MB gained within " + Finding.number(windowNs / 1e9) + " s";
            findings.found(
                    subject,
                    Finding.above(
                            SubtreeMemory.mb(gained), SubtreeMemory.mb(limit), "MB", "threshold", lasted, what, gain));
        }

        @Override
        public void state(StateIo io) {
            holding.state(io);
        }

        @Override
        public double level(HostState host, @Nullable ProcessNode subject) {
            return subject == null ? 0 : SubtreeMemory.gainOf(host, subject, windowNs) / limit;
        }
    }
}
