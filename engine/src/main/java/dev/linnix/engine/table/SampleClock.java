package dev.linnix.engine.table;

import dev.linnix.engine.state.MalformedStateException;
import dev.linnix.engine.state.StateIo;

/**
 * Numbers the snapshots that count as samples: at least 0.9 s apart, the last 16 are kept. All processes share it, so
 * that values of a subtree can be added sample by sample. Not thread-safe.
 */
public final class SampleClock {
    /** Samples kept. */
    public static final int SAMPLES = 16;

    /** More than were ever taken: 35 000 years of them. */
    private static final long MOST = 1L << 40;

    private static final long SPACING_NS = 900_000_000L;

    private final long[] times = new long[SAMPLES];
    private long current = -1;
    private long begunNs;

    /** Begins a sample at this time when the last one is old enough; else the last one is taken again, later. */
    void begin(long timeNs) {
        if (current < 0 || timeNs - begunNs >= SPACING_NS) {
            current++;
            begunNs = timeNs;
        }
        times[slot(current)] = timeNs;
    }

    void state(StateIo io) {
        io.all(times);
        current = io.i64(current);
        begunNs = io.i64(begunNs);
        if (current > MOST) throw new MalformedStateException("more samples than there can have been: " + current);
    }

    /** {@return number of the latest sample, −1 before the first} */
    public long current() {
        return current;
    }

    /** {@return when a sample was begun; it must be one of the last {@link #SAMPLES}} */
    public long time(long sample) {
        return times[slot(sample)];
    }

    /** {@return the oldest sample kept that was begun at or after this time; current + 1 when there is none} */
    public long firstSince(long timeNs) {
        long sample = Math.max(0, current - SAMPLES + 1);
        while (sample <= current && time(sample) < timeNs) sample++;
        return sample;
    }

    static int slot(long sample) {
        return (int) sample & (SAMPLES - 1);
    }
}
