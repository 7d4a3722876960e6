package dev.linnix.engine.detect;

import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.ProcessNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subtree that burns CPU.
 *
 * <p>Fires when a process, all its threads and its live birth descendants together used more than {@code threshold}
 * percent of one core in each of the last {@code duration} seconds. 100 is one core kept busy; four busy cores are 400.
 * CPU time is what the scheduler accounts, read by snapshots; between two snapshots it is spread evenly.
 */
public final class SubtreeCpuPercent implements DetectorType {
    @Override
    public String name() {
        return "subtree_cpu_pct";
    }

    @Override
    public String summary() {
        return "A process with its live descendants keeps more of the CPU busy than it should.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.number("threshold", "percent of one core", 0.1, 1_000_000, "CPU that is too much."),
                ParameterSpec.number("duration", "s", 1, 60, "For how many seconds, rounded up."));
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        return new Busy(new SubtreeCpu(rule.number("threshold"), Windows.seconds(rule.seconds("duration"))));
    }

    private record Busy(SubtreeCpu cpu) implements Detector {
        @Override
        public Scope scope() {
            return Scope.SUBTREE;
        }

        @Override
        public void evaluate(HostState host, Moment moment, Findings findings) {
            if (moment != Moment.SNAPSHOT) return;
            Measure blame = SubtreeCpu.window(host, windowNs());
            String what = "percent of one core, each second for " + cpu.seconds() + " s";
            for (ProcessNode subject : cpu.subjects(host)) {
                double value = cpu.smallestSecond(host, subject);
                if (value > cpu.percent()) findings.found(subject, finding(value, true, what, blame));
            }
            for (ProcessNode subject : new SubtreeCpu(cpu.percent(), 1).subjects(host)) {
                double value = cpu.level(host, subject) * cpu.percent();
                findings.found(subject, finding(value, false, what, blame));
            }
        }

        private Finding finding(double value, boolean lasted, String what, Measure blame) {
            return Finding.above(value, cpu.percent(), "percent of one core", "threshold", lasted, what, blame);
        }

        @Override
        public double level(HostState host, @Nullable ProcessNode subject) {
            return subject == null ? 0 : cpu.level(host, subject);
        }

        @Override
        public long windowNs() {
            return cpu.seconds() * Rule.SECOND;
        }

        @Override
        public long durationNs() {
            return windowNs();
        }
    }
}
