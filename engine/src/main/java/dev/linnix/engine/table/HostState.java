package dev.linnix.engine.table;

import dev.linnix.engine.HostFacts;

/**
 * All that detectors look at: the processes, the host's totals of the last minute, and event time. Detectors read it;
 * only {@link RecordApplier} changes it. Confined to the engine's thread.
 */
public final class HostState {
    private final HostFacts facts;
    private final ProcessTable table;
    private final Measures measures = new Measures();
    private final SampleClock samples = new SampleClock();
    final SlidingCounter[] totals = new SlidingCounter[Measures.SLOTS];
    final SlidingCounter produced = new SlidingCounter();
    final SlidingCounter lost = new SlidingCounter();
    final SlidingCounter events = new SlidingCounter();
    long nowNs;
    /** The bucket event time is in: a division for each record would be felt. */
    long nowBucket;

    private long bucketEndNs;
    long cpuUntilNs;
    long lifecycleSinceNs;

    /** Creates the state of a host nothing is known of. */
    public HostState(HostFacts facts) {
        this(facts, new ProcessTable());
    }

    HostState(HostFacts facts, ProcessTable table) {
        this.facts = facts;
        this.table = table;
        for (int slot = 0; slot < totals.length; slot++) totals[slot] = new SlidingCounter();
    }

    /** {@return facts that do not change} */
    public HostFacts facts() {
        return facts;
    }

    /** {@return the processes} */
    public ProcessTable table() {
        return table;
    }

    /** {@return which counters processes carry} */
    public Measures measures() {
        return measures;
    }

    /** {@return the numbering of memory and descriptor samples} */
    public SampleClock samples() {
        return samples;
    }

    /** {@return event time: the highest timestamp seen, CLOCK_BOOTTIME, ns} */
    public long nowNs() {
        return nowNs;
    }

    /** Moves event time on; returns false, and leaves it, when the given time lies before it. */
    public boolean advance(long timeNs) {
        if (timeNs < nowNs) return false;
        nowNs = timeNs;
        if (timeNs >= bucketEndNs) {
            nowBucket = SlidingCounter.bucket(timeNs);
            bucketEndNs = (nowBucket + 1) * SlidingCounter.BUCKET_NS;
        }
        return true;
    }

    /** {@return until when CPU time is known: the time of the last snapshot, ns; 0 before the second} */
    public long cpuUntilNs() {
        return cpuUntilNs;
    }

    /** {@return the host's total of a counter between two buckets, both included; lost births count} */
    public long total(int slot, long from, long to) {
        return totals[slot].sum(from, to);
    }

    /** {@return whether life-cycle records were lost in the last {@code windowNs}} */
    public boolean lostWithin(long windowNs) {
        long now = nowBucket;
        return lost.sum(now - windowNs / SlidingCounter.BUCKET_NS, now) > 0;
    }

    /** {@return lost / produced of life-cycle records in the last 30 s, percent; 0 when none was produced} */
    public double lossPercent() {
        long now = nowBucket;
        long from = now - 30 * SlidingCounter.PER_SECOND;
        long all = produced.sum(from, now);
        return all == 0 ? 0 : 100.0 * lost.sum(from, now) / all;
    }

    /** {@return life-cycle records in the last complete second} */
    public long eventsPerSecond() {
        long now = nowBucket;
        return events.sum(now - SlidingCounter.PER_SECOND, now - 1);
    }

    /** Drops the counters of short-job limits that no rule uses any more. */
    public void retainShortJobs(long... limitsNs) {
        int freed = measures.retain(limitsNs);
        if (freed == 0) return;
        table.clear(freed);
        for (int slot = 0; slot < totals.length; slot++) {
            if ((freed >> slot & 1) != 0) totals[slot].clear();
        }
    }
}
