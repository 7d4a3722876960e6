package dev.linnix.engine.table;

import dev.linnix.engine.HostFacts;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.state.References;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.PressureHistory.Stall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that detectors look at: the processes, the host's totals of the last minute, and event time. Detectors read it;
 * only {@link RecordApplier} changes it. Confined to the engine's thread.
 */
public final class HostState {
    private final HostFacts facts;
    private final ProcessTable table;
    final Measures measures = new Measures();
    private final Runs runs = new Runs(this);
    private final SampleClock samples = new SampleClock();
    private final PressureHistory pressure = new PressureHistory();
    private final LoadHistory load = new LoadHistory();
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

    /** {@return the runs of programs that are counted by name} */
    public Runs runs() {
        return runs;
    }

    /** {@return how long the host stalled} */
    public PressureHistory pressure() {
        return pressure;
    }

    /** Takes a reading of pressure and load. */
    public void read(PressureRecord reading) {
        pressure.add(reading);
        load.add(reading);
    }

    /** {@return what the host as a whole looks like now} */
    public HostLoad load() {
        return new HostLoad(
                stall(Stall.CPU_SOME),
                stall(Stall.MEMORY_FULL),
                stall(Stall.IO_FULL),
                load.cpuPercent(nowNs, facts.cpus()),
                load.loadAverages(nowNs));
    }

    private @Nullable Double stall(Stall stall) {
        return pressure.unknown(stall, nowNs) == null ? pressure.percent(stall, LoadHistory.WINDOW_NS) : null;
    }

    /**
     * {@return the slot of {@link Measures} that counts this, from now on if it did not}
     *
     * @throws IllegalStateException when {@link Measures#TALLIES} others are counted
     */
    public int slot(Tally tally) {
        int slot = measures.find(tally);
        if (slot >= 0) return slot;
        slot = measures.claim(tally);
        if (tally instanceof Tally.Matching matching) runs.watch(slot, matching);
        return slot;
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

    /** {@return life-cycle records that were lost between two buckets, both included} */
    public long lost(long from, long to) {
        return lost.sum(from, to);
    }

    /** {@return when the kernel's first life-cycle record came, CLOCK_BOOTTIME, ns; 0 before that} */
    public long lifecycleSinceNs() {
        return lifecycleSinceNs;
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

    /** {@return what processes run, each image once, in the order of the processes} */
    public References<Image> images() {
        List<Image> images = new ArrayList<>(table.size());
        for (ProcessNode node : TableState.nodes(table)) {
            if (node.image != null) images.add(node.image);
        }
        return References.distinct(images);
    }

    /**
     * Writes the state, or reads it into a host nothing is known of.
     *
     * @return the processes, for what refers to them
     */
    public References<ProcessNode> state(StateIo io, References<Image> images) {
        long now = io.i64(nowNs);
        if (io.reading()) advance(now);
        cpuUntilNs = io.i64(cpuUntilNs);
        lifecycleSinceNs = io.i64(lifecycleSinceNs);
        io.frame(() -> measures.state(io));
        io.frame(() -> runs.state(io));
        for (SlidingCounter total : totals) io.frame(() -> total.state(io));
        io.frame(() -> produced.state(io));
        io.frame(() -> lost.state(io));
        io.frame(() -> events.state(io));
        io.frame(() -> samples.state(io));
        io.frame(() -> pressure.state(io));
        io.frame(() -> load.state(io));
        return TableState.state(io, table, images);
    }

    /**
     * Drops the counters of what is counted no more, once everything else could be made.
     *
     * @param used what is counted from now on
     * @param next makes what counts it, which asks for its slots meanwhile
     * @return what {@code next} returns
     * @throws RuntimeException what {@code next} throws; then everything is counted as before
     */
    public <T> T exchange(Set<Tally> used, Supplier<T> next) {
        @Nullable Tally[] tallies = measures.tallies();
        Runs.@Nullable Watch[] watches = runs.watches();
        int freed = measures.retain(used);
        runs.release(freed);
        boolean made = false;
        try {
            T result = next.get();
            made = true;
            return result;
        } finally {
            if (made) {
                clear(freed);
            } else {
                measures.putBack(tallies);
                runs.putBack(watches);
            }
        }
    }

    private void clear(int slots) {
        if (slots == 0) return;
        table.clear(slots);
        for (int slot = 0; slot < totals.length; slot++) {
            if ((slots >> slot & 1) != 0) totals[slot].clear();
        }
    }
}
