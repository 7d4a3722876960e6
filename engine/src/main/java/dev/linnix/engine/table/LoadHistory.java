package dev.linnix.engine.table;

import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.state.StateIo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How busy the host's CPUs were in the last 10 s, and its load averages, from about one reading a second. Confined to the
 * engine's thread.
 */
final class LoadHistory {
    /** The time over which CPU time is averaged, and over which an incident looks at the host, ns. */
    static final long WINDOW_NS = 10 * Rule.SECOND;

    private static final int READINGS = 32;
    /** Closer readings add nothing; a ring of 32 so covers the window. */
    private static final long SPACING_NS = Rule.SECOND / 2;
    /** After this long without a reading, nothing is known of now. */
    private static final long STALE_NS = 5 * Rule.SECOND;

    private final long[] times = new long[READINGS];
    private final long[] busyNs = new long[READINGS];
    private final long[] loadX100 = new long[3];
    private long count;

    /** Takes a reading. One that does not fit to the last, in time or because a total fell, begins the history anew. */
    void add(PressureRecord reading) {
        long time = reading.timeNs();
        long busy = reading.cpuBusyNs();
        int last = slot(count - 1);
        if (count > 0 && (time < times[last] || busy < busyNs[last])) count = 0;
        if (count > 0 && time - times[last] < SPACING_NS) return;
        int slot = slot(count++);
        times[slot] = time;
        busyNs[slot] = busy;
        loadX100[0] = reading.load1mX100();
        loadX100[1] = reading.load5mX100();
        loadX100[2] = reading.load15mX100();
    }

    void state(StateIo io) {
        count = io.i64(count);
        io.all(times);
        io.all(busyNs);
        io.all(loadX100);
    }

    private static int slot(long reading) {
        return (int) reading & (READINGS - 1);
    }

    private boolean known(long nowNs) {
        return count > 0 && nowNs - times[slot(count - 1)] <= STALE_NS;
    }

    /** {@return CPU time used between the first and the last reading of the window, percent of all CPUs; null when unknown} */
    @Nullable
    Double cpuPercent(long nowNs, int cpus) {
        if (!known(nowNs)) return null;
        int last = slot(count - 1);
        int first = last;
        for (long i = count - 2; i >= 0 && i > count - READINGS; i--) {
            if (times[last] - times[slot(i)] > WINDOW_NS) break;
            first = slot(i);
        }
        if (first == last) return null;
        double share = (double) (busyNs[last] - busyNs[first]) / (times[last] - times[first]) / cpus;
        return Math.min(100, 100 * share);
    }

    /** {@return the load averages over 1, 5 and 15 minutes; empty when unknown} */
    List<Double> loadAverages(long nowNs) {
        if (!known(nowNs)) return List.of();
        return List.of(loadX100[0] / 100.0, loadX100[1] / 100.0, loadX100[2] / 100.0);
    }
}
