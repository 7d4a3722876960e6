package dev.linnix.agent.loop;

/**
 * How often to take snapshots: once a second, four times a second while a condition is pending, but never so often that
 * they cost more than 0.1 % of a core (1 % while pending). The cost is a moving average of CPU time; the first snapshots
 * are not counted, since they run before the code is compiled. The period never exceeds {@link #LONGEST_NS}. Written by
 * one thread, read by any.
 */
public final class SnapshotPace {
    /** Period when snapshots are cheap and nothing is pending, ns. */
    public static final long USUAL_NS = 1_000_000_000L;

    /** Period while a condition is pending, ns. */
    public static final long PENDING_NS = 250_000_000L;

    /** Longest period, ns; reached where a snapshot takes 30 ms of CPU, at about 20 000 tasks. */
    public static final long LONGEST_NS = 30_000_000_000L;

    private static final int WARM_UP = 4;
    private static final double WEIGHT = 0.2;

    private final int slowdown;
    private int taken;
    private volatile double costNs;

    /** Creates a pace for a source that is to be read {@code slowdown} times less often than usual. */
    public SnapshotPace(int slowdown) {
        this.slowdown = slowdown;
    }

    /** Tells what one snapshot cost. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void took(long cpuNs) {
        if (++taken <= WARM_UP) return;
        costNs = taken == WARM_UP + 1 ? cpuNs : costNs + WEIGHT * (cpuNs - costNs);
    }

    /** {@return CPU time of one snapshot, moving average, ns; 0 while it is not known} */
    public long costNs() {
        return (long) costNs;
    }

    /** {@return time from the start of one snapshot to the start of the next, ns} */
    public long periodNs(boolean pending) {
        long base = (pending ? PENDING_NS : USUAL_NS) * slowdown;
        long affordable = (long) (costNs * (pending ? 100 : 1000));
        return Math.min(Math.max(base, affordable), LONGEST_NS);
    }
}
