package dev.linnix.engine.detect;

import dev.linnix.engine.detect.PressureShare.Causes;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.Measures;
import dev.linnix.engine.table.PressureHistory.Stall;
import java.util.List;

/**
 * A host that is short of CPU.
 *
 * <p>Fires when in more than {@code threshold_pct} percent of the last {@code duration} seconds some task was ready to run
 * and had no CPU to run on. Blamed by the CPU time of subtrees in that window, but in no more than its last 60 s. Source: {@code some total} of
 * {@code /proc/pressure/cpu}, not its decaying averages; see {@link PressureShare}.
 */
public final class SystemPsiCpu implements DetectorType {
    /** Counters of processes reach back 64 s. */
    private static final long LONGEST_BLAME_S = 60;

    private static final String STALLED = "some task waited for a CPU";

    @Override
    public String name() {
        return "system_psi_cpu";
    }

    @Override
    public String summary() {
        return "A host that is short of CPU: tasks wait for their turn." + PressureShare.BLIND;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return PressureShare.parameters(STALLED);
    }

    @Override
    public Rule lowered(Rule rule, double part) {
        return PressureShare.lowered(rule, part);
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        long windowNs = Math.min(rule.seconds("duration"), LONGEST_BLAME_S * Rule.SECOND);
        return PressureShare.of(rule, Stall.CPU_SOME, STALLED, state -> {
            Measure.Counted cpu = SubtreeCpu.window(state, windowNs);
            return new Causes(cpu, state.total(Measures.CPU_US, cpu.from(), cpu.to()));
        });
    }
}
