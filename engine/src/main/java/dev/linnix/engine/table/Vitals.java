package dev.linnix.engine.table;

import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.state.StateIo;
import java.util.Arrays;

/**
 * What snapshots say of one process. Most processes end before the first snapshot that could see them, so it is kept apart
 * from the node: a storm of births and ends touches little memory. Confined to the engine's thread.
 */
public final class Vitals {
    /** Of a process no snapshot has shown. */
    static final Vitals UNKNOWN = new Vitals();
    /** Descriptor history is kept for processes that have at least this many open. */
    private static final int MANY_FDS = 16;

    private static final int UNINTERRUPTIBLE = 0x2;
    /** With uninterruptible: an idle kernel thread. */
    private static final int NO_LOAD = 0x400;

    private static final int[] NONE = {};

    private int state;
    private int threads;
    private boolean memoryKnown;
    private long anonBytes;
    private long fileBytes;
    private long sharedBytes;
    private long swapBytes;
    private boolean fdsKnown;
    private int fds;
    private long fdLimit;
    private long firstSample;
    private long lastSample;
    private final int[] privateKb = new int[SampleClock.SAMPLES];
    private int[] fdSamples = NONE;

    /** Number of the snapshot that showed it last, when its row was read, and whether it had ended then. */
    long rowSnapshot;

    long rowNs;
    boolean rowOfZombie;

    /** CPU time of the whole thread group, added up row by row over the snapshot of this number. */
    long cpuSnapshot;

    long cpuSum;

    Vitals() {
        reset();
    }

    void reset() {
        state = 0;
        threads = 0;
        memoryKnown = false;
        anonBytes = 0;
        fileBytes = 0;
        sharedBytes = 0;
        swapBytes = 0;
        fdsKnown = false;
        fds = 0;
        fdLimit = 0;
        firstSample = -1;
        lastSample = -1;
        fdSamples = NONE;
        rowSnapshot = 0;
        rowNs = 0;
        rowOfZombie = false;
        cpuSnapshot = 0;
        cpuSum = 0;
    }

    void state(StateIo io) {
        state = io.i32(state);
        threads = io.i32(threads);
        memoryKnown = io.flag(memoryKnown);
        anonBytes = io.i64(anonBytes);
        fileBytes = io.i64(fileBytes);
        sharedBytes = io.i64(sharedBytes);
        swapBytes = io.i64(swapBytes);
        fdsKnown = io.flag(fdsKnown);
        fds = io.i32(fds);
        fdLimit = io.i64(fdLimit);
        firstSample = io.i64(firstSample);
        lastSample = io.i64(lastSample);
        samples(io, privateKb);
        if (io.flag(fdSamples.length > 0)) {
            if (io.reading()) fdSamples = new int[SampleClock.SAMPLES];
            samples(io, fdSamples);
        }
        rowSnapshot = io.i64(rowSnapshot);
        rowNs = io.i64(rowNs);
        rowOfZombie = io.flag(rowOfZombie);
        cpuSnapshot = io.i64(cpuSnapshot);
        cpuSum = io.i64(cpuSum);
    }

    /** Only those that mean anything: the rest may be left from another process. */
    private void samples(StateIo io, int[] values) {
        if (firstSample < 0) return;
        long kept = Math.min(SampleClock.SAMPLES, lastSample - firstSample + 1);
        for (int i = 0; i < kept; i++) {
            int slot = SampleClock.slot(lastSample - i);
            values[slot] = io.i32(values[slot]);
        }
    }

    void seen(long snapshot, TaskRecord row, boolean zombie) {
        rowSnapshot = snapshot;
        rowNs = row.timeNs();
        rowOfZombie = zombie;
        state = row.state();
    }

    void addCpu(long snapshot, long cpuNs) {
        if (cpuSnapshot != snapshot) {
            cpuSnapshot = snapshot;
            cpuSum = 0;
        }
        cpuSum += cpuNs;
    }

    void measure(TaskRecord row, long sample) {
        threads = row.threads();
        memoryKnown = (row.flags() & RecordFlags.NO_MEMORY) == 0;
        anonBytes = row.anonBytes();
        fileBytes = row.fileBytes();
        sharedBytes = row.sharedBytes();
        swapBytes = row.swapBytes();
        fdsKnown = (row.flags() & RecordFlags.FDS_UNKNOWN) == 0;
        fds = row.fds();
        fdLimit = row.fdLimit();
        if (firstSample < 0 || lastSample < sample - 1) firstSample = sample;
        lastSample = sample;
        int slot = SampleClock.slot(sample);
        privateKb[slot] = (int) Math.min(Integer.MAX_VALUE, (row.anonBytes() + row.swapBytes()) / 1024);
        if (fdSamples.length == 0 && row.fds() >= MANY_FDS) {
            fdSamples = new int[SampleClock.SAMPLES];
            Arrays.fill(fdSamples, row.fds());
        }
        if (fdSamples.length > 0) fdSamples[slot] = row.fds();
    }

    /** {@return kernel state bits} */
    public int state() {
        return state;
    }

    /** {@return whether it slept uninterruptibly, mostly for I/O, when it was last seen} */
    public boolean blocked() {
        return (state & UNINTERRUPTIBLE) != 0 && (state & NO_LOAD) == 0;
    }

    /** {@return live threads, 0 when unknown} */
    public int threads() {
        return threads;
    }

    /** {@return whether memory figures are known} */
    public boolean memoryKnown() {
        return memoryKnown;
    }

    /** {@return anonymous memory, bytes} */
    public long anonBytes() {
        return anonBytes;
    }

    /** {@return resident file mappings, bytes} */
    public long fileBytes() {
        return fileBytes;
    }

    /** {@return resident shared memory, bytes} */
    public long sharedBytes() {
        return sharedBytes;
    }

    /** {@return swapped-out memory, bytes} */
    public long swapBytes() {
        return swapBytes;
    }

    /** {@return whether the number of open files is known} */
    public boolean fdsKnown() {
        return fdsKnown;
    }

    /** {@return open file descriptors} */
    public int fds() {
        return fds;
    }

    /** {@return soft RLIMIT_NOFILE} */
    public long fdLimit() {
        return fdLimit;
    }

    /** {@return first sample taken of this process without a gap since, −1 for none} */
    public long firstSample() {
        return firstSample;
    }

    /** {@return latest sample taken of this process, −1 for none} */
    public long lastSample() {
        return lastSample;
    }

    /** {@return anonymous and swapped-out memory at a sample between first and last and among those kept, KB} */
    public long privateKb(long sample) {
        return privateKb[SampleClock.slot(sample)];
    }

    /** {@return open files at a sample between first and last and among those kept; the latest when never many} */
    public int fds(long sample) {
        return fdSamples.length == 0 ? fds : fdSamples[SampleClock.slot(sample)];
    }
}
