package dev.linnix.engine.detect;

import dev.linnix.engine.detect.PressureShare.Causes;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.PressureHistory.Stall;
import dev.linnix.engine.table.ProcessNode;
import java.util.List;

/**
 * A host whose work waits for I/O.
 *
 * <p>Fires when in more than {@code threshold_pct} percent of the last {@code duration} seconds all tasks that had work
 * waited for block I/O. Nobody is blamed: what each process reads and writes is not measured, and who waits need not be who
 * causes it. Listed are the three subtrees with the most processes asleep uninterruptibly in the last snapshot. Source:
 * {@code full total} of {@code /proc/pressure/io}, not its decaying averages; see {@link PressureShare}.
 */
public final class SystemPsiIo implements DetectorType {
    private static final String STALLED = "every task that had work waited for I/O";

    @Override
    public String name() {
        return "system_psi_io";
    }

    @Override
    public String summary() {
        return "A host whose work all waits for I/O; who waits is listed, and nobody blamed." + PressureShare.BLIND;
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
        return PressureShare.of(rule, Stall.IO_FULL, STALLED, state -> Causes.of(state, new Waiting()));
    }

    /** One for each process that waits. */
    private record Waiting() implements Measure {
        @Override
        public boolean accuses() {
            return false;
        }

        @Override
        public double own(ProcessNode node) {
            return node.alive() && node.vitals().blocked() ? 1 : 0;
        }
    }
}
