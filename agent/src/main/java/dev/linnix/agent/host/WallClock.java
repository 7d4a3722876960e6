package dev.linnix.agent.host;

import dev.linnix.kernel.BootClock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Time since boot, and its translation into wall time at the edge. The offset between the two is held still against
 * jitter, so that the same event is shown with the same time again and again; it follows when the wall clock is set.
 * Thread-safe.
 */
public final class WallClock {
    private static final long SECOND = 1_000_000_000L;
    private static final long STEP_NS = 100_000_000L;

    private final LongSupplier bootNs;
    private final LongSupplier wallNs;
    private final AtomicLong offsetNs;

    /**
     * Creates a clock from two readings.
     *
     * @param bootNs CLOCK_BOOTTIME, ns
     * @param wallNs since 1970-01-01 UTC, ns
     */
    public WallClock(LongSupplier bootNs, LongSupplier wallNs) {
        this.bootNs = bootNs;
        this.wallNs = wallNs;
        this.offsetNs = new AtomicLong(wallNs.getAsLong() - bootNs.getAsLong());
    }

    /** {@return the clock of this host} */
    public static WallClock system() {
        return new WallClock(BootClock::nowNs, () -> {
            Instant now = Instant.now();
            return now.getEpochSecond() * SECOND + now.getNano();
        });
    }

    /** {@return CLOCK_BOOTTIME, ns} */
    public long nowNs() {
        return bootNs.getAsLong();
    }

    /** {@return the wall time at which this host was up for {@code bootNs}, to the microsecond} */
    public Instant wall(long bootNs) {
        long ns = offsetNs() + bootNs;
        return Instant.ofEpochSecond(Math.floorDiv(ns, SECOND), Math.floorMod(ns, SECOND) / 1000 * 1000);
    }

    /** {@return CLOCK_BOOTTIME at a wall time, ns; negative when it lies before boot} */
    public long boot(Instant wall) {
        return wall.getEpochSecond() * SECOND + wall.getNano() - offsetNs();
    }

    /** {@return what is to be added to CLOCK_BOOTTIME to get wall time since 1970-01-01 UTC, ns} */
    public long offsetNs() {
        long fresh = wallNs.getAsLong() - bootNs.getAsLong();
        long held = offsetNs.get();
        if (Math.abs(fresh - held) > STEP_NS) {
            offsetNs.set(fresh);
            return fresh;
        }
        return held;
    }
}
