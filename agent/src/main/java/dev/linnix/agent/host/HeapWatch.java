package dev.linnix.agent.host;

import java.util.function.LongSupplier;

/**
 * Keeps the resident heap near what is in use. The serial collector looks at the old generation only when the heap has
 * reached its maximum, so that garbage which outlived the young generation, such as the connections of a crowd of clients,
 * would first touch all of it. Here it is collected once enough has gathered: a pause of 20 to 60 ms, during which the
 * ring holds what happens. Called by one thread.
 */
public final class HeapWatch {
    /** Bytes by which the heap may grow above its smallest use since the last collection; half is the young generation. */
    static final long MOST_GROWTH = 8 << 20;

    private final LongSupplier used;
    private final Runnable collector;
    private long least = Long.MAX_VALUE;

    HeapWatch(LongSupplier used, Runnable collector) {
        this.used = used;
        this.collector = collector;
    }

    /** {@return a watch over the heap of this process} */
    public static HeapWatch system() {
        Runtime runtime = Runtime.getRuntime();
        return new HeapWatch(() -> runtime.totalMemory() - runtime.freeMemory(), runtime::gc);
    }

    /** Collects if it is time; to be called about once a second. */
    public void look() {
        long now = used.getAsLong();
        least = Math.min(least, now);
        if (now - least < MOST_GROWTH) return;
        collector.run();
        least = used.getAsLong();
    }
}
