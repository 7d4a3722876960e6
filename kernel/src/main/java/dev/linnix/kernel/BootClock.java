package dev.linnix.kernel;

/** CLOCK_BOOTTIME, the clock of all records: it counts from boot, through suspend, and never steps. Thread-safe. */
public final class BootClock {
    private static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_BOOTTIME = 7;

    private BootClock() {}

    /** {@return the time now, ns since boot} */
    public static long nowNs() {
        return Native.clock(CLOCK_BOOTTIME);
    }

    /**
     * {@return what to add to a boot time to get wall time, ns since the epoch; changes when wall time is set, and is
     * off by at most the time between two reads of a clock}
     */
    public static long wallOffsetNs() {
        long before = nowNs();
        long wall = Native.clock(CLOCK_REALTIME);
        long after = nowNs();
        return wall - (before + (after - before) / 2);
    }
}
