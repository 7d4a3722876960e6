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
 * A memory leak: the memory of a subtree is large and keeps growing.
 *
 * <p>Fires when the memory of a process and its live birth descendants has been above {@code threshold} for
 * {@code duration} and is growing: it gained at least max(5 MB, 10 % of the threshold, twice what the kernel's per-CPU
 * counters may be off) within the last 10 s, and grew in at least 3 of the last 5 samples. Samples are about a second
 * apart. With {@code growing: false} the size alone decides.
 */
public final class SubtreeRss implements DetectorType {
    private static final long GAIN_NS = 10 * Rule.SECOND;

    @Override
    public String name() {
        return "subtree_rss_mb";
    }

    @Override
    public String summary() {
        return "A memory leak: a process with its live descendants holds much memory and keeps gaining more.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.number("threshold", "MB", 1, 1_000_000_000, "Memory of the subtree that is too much."),
                ParameterSpec.number("duration", "s", 0, 3600, "How long it must have been above the threshold."),
                ParameterSpec.flag("growing", true, "Whether it must also be growing; false tests the size alone."));
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        return new Leak(rule);
    }

    private static final class Leak implements Detector {
        private final double thresholdBytes;
        private final long durationNs;
        private final boolean growing;
        private final Holding holding = new Holding();

        Leak(Rule rule) {
            thresholdBytes = rule.number("threshold") * SubtreeMemory.MB;
            durationNs = rule.seconds("duration");
            growing = rule.flag("growing");
        }

        @Override
        public Scope scope() {
            return Scope.SUBTREE;
        }

        @Override
        public void evaluate(HostState host, Moment moment, Findings findings) {
            if (moment != Moment.SNAPSHOT || host.samples().current() < 0) return;
            holding.retain(host, node -> SubtreeMemory.sizeOf(host, node) > thresholdBytes);
            Measure measure = growing ? SubtreeMemory.gain(host, GAIN_NS) : SubtreeMemory.size();
            double limit = growing ? leastGain(host) : thresholdBytes;
            Descent descent = Descent.over(host, measure);
            for (ProcessNode subject : descent.above(limit)) consider(host, descent, subject, measure, findings);
        }

        private double leastGain(HostState host) {
            return Math.max(SubtreeMemory.leastGain(host), thresholdBytes / 10);
        }

        private void consider(HostState host, Descent descent, ProcessNode from, Measure measure, Findings findings) {
            ProcessNode subject = from;
            double size = SubtreeMemory.sizeOf(host, subject);
            while (size <= thresholdBytes) {
                ProcessNode above = subject.parent();
                if (above == null || descent.excludes(above)) return;
                subject = above;
                size = SubtreeMemory.sizeOf(host, subject);
            }
            long since = holding.since(subject, SubtreeMemory.aboveSince(host, subject, thresholdBytes));
            if (growing && !SubtreeMemory.growsSteadily(host, subject)) return;
            boolean lasted = host.samples().time(host.samples().current()) - since >= durationNs;
            String what = growing
                    ? "MB and growing, " + Finding.number(SubtreeMemory.mb(subject.total())) + " MB gained within 10 s"
                    : "MB";
            findings.found(
                    subject,
                    Finding.above(
                            SubtreeMemory.mb(size),
                            SubtreeMemory.mb(thresholdBytes),
                            "MB",
                            "threshold",
                            lasted,
                            what,
                            measure));
        }

        @Override
        public void state(StateIo io) {
            holding.state(io);
        }

        @Override
        public double level(HostState host, @Nullable ProcessNode subject) {
            return subject == null ? 0 : SubtreeMemory.sizeOf(host, subject) / thresholdBytes;
        }

        @Override
        public long windowNs() {
            return GAIN_NS;
        }

        @Override
        public long durationNs() {
            return durationNs;
        }
    }
}
