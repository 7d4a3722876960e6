package dev.linnix.engine.detect;

import dev.linnix.engine.detect.PressureShare.Causes;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.PressureHistory.Stall;
import java.util.List;

/**
 * A host that thrashes for want of memory.
 *
 * <p>Fires when in more than {@code threshold_pct} percent of the last {@code duration} seconds all tasks that had work
 * waited for memory: for reclaim, for swap, or for file pages that had just been dropped. Blamed by the memory that
 * subtrees gained in that window (in 12 s at most); when hardly any was gained, by the memory they hold. Source:
 * {@code full total} of {@code /proc/pressure/memory}, not its decaying averages; see {@link PressureShare}.
 */
public final class SystemPsiMemory implements DetectorType {
    private static final String STALLED = "every task that had work waited for memory";

    @Override
    public String name() {
        return "system_psi_memory";
    }

    @Override
    public String summary() {
        return "A host that thrashes: all its work waits for memory." + PressureShare.BLIND;
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
        long windowNs = Math.min(rule.seconds("duration"), SubtreeMemory.LONGEST_S * Rule.SECOND);
        return PressureShare.of(rule, Stall.MEMORY_FULL, STALLED, state -> causes(state, windowNs));
    }

    private static Causes causes(HostState host, long windowNs) {
        Causes gained = Causes.of(host, SubtreeMemory.gain(host, windowNs));
        boolean telling = gained.total() >= SubtreeMemory.leastGain(host);
        return telling ? gained : Causes.of(host, SubtreeMemory.size());
    }
}
