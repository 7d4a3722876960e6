package dev.linnix.engine.table;

import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.state.StateIo;
import org.jspecify.annotations.Nullable;

/**
 * How long the host stalled for want of CPU, memory and I/O: the totals the kernel keeps since boot, at about one reading
 * a second, for at least the last {@value #LONGEST_WINDOW_SECONDS} s. Confined to the engine's thread.
 */
public final class PressureHistory {
    /** What a stall is waiting for, and who waits. */
    public enum Stall {
        /** At least one task waits for a CPU. */
        CPU_SOME,
        /** Every task that has work waits for memory. */
        MEMORY_FULL,
        /** Every task that has work waits for I/O. */
        IO_FULL
    }

    /** The longest window it can tell of, seconds. */
    public static final int LONGEST_WINDOW_SECONDS = 300;

    private static final int READINGS = 1024;
    /** Closer readings add nothing; a ring of 1024 so covers 511 s at least, in 32 KB. */
    private static final long SPACING_NS = 500_000_000L;
    /** Readings come once a second. After this long without one, nothing is known of now. */
    private static final long STALE_NS = 5_000_000_000L;

    private static final Stall[] STALLS = Stall.values();

    private final long[] times = new long[READINGS];
    private final long[][] totalsUs = new long[STALLS.length][READINGS];
    private long count;

    /** Takes a reading. One that does not fit to the last, in time or because a total fell, begins the history anew. */
    public void add(PressureRecord reading) {
        long time = reading.timeNs();
        if (count > 0 && !follows(reading)) count = 0;
        if (count > 0 && time - times[slot(count - 1)] < SPACING_NS) return;
        int slot = slot(count++);
        times[slot] = time;
        for (Stall stall : STALLS) totalsUs[stall.ordinal()][slot] = total(reading, stall);
    }

    private boolean follows(PressureRecord reading) {
        int last = slot(count - 1);
        if (reading.timeNs() < times[last]) return false;
        for (Stall stall : STALLS) {
            if (total(reading, stall) < totalsUs[stall.ordinal()][last]) return false;
        }
        return true;
    }

    private static long total(PressureRecord reading, Stall stall) {
        return switch (stall) {
            case CPU_SOME -> reading.cpuSomeUs();
            case MEMORY_FULL -> reading.memoryFullUs();
            case IO_FULL -> reading.ioFullUs();
        };
    }

    /** Each value by how much it is more than the one before: most of them then take a byte or two. */
    void state(StateIo io) {
        count = io.i64(count);
        deltas(io, times);
        for (long[] totals : totalsUs) deltas(io, totals);
    }

    private void deltas(StateIo io, long[] values) {
        long before = 0;
        for (long i = Math.max(0, count - READINGS); i < count; i++) {
            values[slot(i)] = before + io.i64(values[slot(i)] - before);
            before = values[slot(i)];
        }
    }

    private static int slot(long reading) {
        return (int) reading & (READINGS - 1);
    }

    /**
     * The share of time the host stalled within the window that ends with the last reading, by the totals. What is not known
     * to lie within the window does not count: so where a reading is missing, or there are none yet for a part of the window,
     * the value is too small and never too large.
     *
     * @return 0 to 100 percent; 0 when nothing is known
     */
    public double percent(Stall stall, long windowNs) {
        long[] totals = totalsUs[stall.ordinal()];
        if (count == 0 || totals[slot(count - 1)] == PressureRecord.UNKNOWN) return 0;
        long begin = times[slot(count - 1)] - windowNs;
        double stalledNs = 0;
        for (long i = count - 1; i > 0 && i > count - READINGS; i--) {
            long from = times[slot(i - 1)];
            long us = totals[slot(i - 1)] == PressureRecord.UNKNOWN ? 0 : totals[slot(i)] - totals[slot(i - 1)];
            long outside = Math.max(0, begin - from);
            stalledNs += Math.max(0, us * 1000 - outside);
            if (outside > 0) break;
        }
        return Math.min(100, 100.0 * stalledNs / windowNs);
    }

    /** {@return why nothing is known of the present pressure, in one sentence; null when it is known} */
    public @Nullable String unknown(Stall stall, long nowNs) {
        if (count == 0 || nowNs - times[slot(count - 1)] > STALE_NS) {
            return "the pressure of the host has not been read for " + STALE_NS / 1_000_000_000L + " s";
        }
        if (totalsUs[stall.ordinal()][slot(count - 1)] != PressureRecord.UNKNOWN) return null;
        return "this kernel does not account pressure; it needs CONFIG_PSI, and psi=1 at boot where that is off by default";
    }
}
