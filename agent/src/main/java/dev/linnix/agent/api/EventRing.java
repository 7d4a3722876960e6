package dev.linnix.agent.api;

import dev.linnix.engine.EventTap;
import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.RecordType;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Life-cycle records on their way from the engine's thread to the streams. While nobody listens the engine only counts.
 * While somebody does it copies each record into a slot; when all are full it drops and counts. It never waits and never
 * allocates. One thread writes, one reads.
 */
final class EventRing implements EventTap {
    /** Most events on the way. */
    static final int CAPACITY = 4096;

    private static final int WORDS = 11;

    /**
     * One event.
     *
     * @param number counts every event since the agent started
     * @param type of the record
     * @param timeNs when it happened, CLOCK_BOOTTIME, ns
     * @param startNs when the process started
     * @param pid of the process
     * @param parentPid of the parent
     * @param uid real user id
     * @param commLow first eight bytes of the name
     * @param commHigh last eight bytes of the name
     * @param cpuNs CPU time; 0 but for an exit
     * @param peakBytes peak memory; 0 when not known
     * @param status as wait(2) reports it; 0 but for an exit
     */
    record Event(
            long number,
            int type,
            long timeNs,
            long startNs,
            int pid,
            int parentPid,
            int uid,
            long commLow,
            long commHigh,
            long cpuNs,
            long peakBytes,
            int status) {}

    private final AtomicLong count = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    /** None until somebody listens for the first time. */
    private volatile long[] slots = {};

    private volatile boolean listening;

    /** Begins to record; on the reading thread. */
    void open() {
        if (slots.length == 0) slots = new long[CAPACITY * WORDS];
        read.set(written.get());
        listening = true;
    }

    /** Ends recording; on the reading thread. */
    void close() {
        listening = false;
    }

    /** {@return number of the latest event} */
    long count() {
        return count.get();
    }

    /** {@return events dropped because all slots were full} */
    long dropped() {
        return dropped.get();
    }

    @Override
    public void fork(ForkRecord r) {
        int slot = claim(RecordType.FORK, r.timeNs());
        if (slot < 0) return;
        process(slot, r.startNs(), r.pid(), r.parentPid(), r.uid(), r.commLow(), r.commHigh());
        publish(slot, 0, 0, 0);
    }

    @Override
    public void exec(ExecRecord r) {
        int slot = claim(RecordType.EXEC, r.timeNs());
        if (slot < 0) return;
        process(slot, r.startNs(), r.pid(), r.parentPid(), r.uid(), r.commLow(), r.commHigh());
        publish(slot, 0, 0, 0);
    }

    @Override
    public void exit(ExitRecord r) {
        int slot = claim(RecordType.EXIT, r.timeNs());
        if (slot < 0) return;
        long peak = (r.flags() & RecordFlags.NO_MEMORY) != 0 ? 0 : r.peakBytes();
        process(slot, r.startNs(), r.pid(), r.parentPid(), r.uid(), r.commLow(), r.commHigh());
        publish(slot, r.cpuNs(), peak, r.status());
    }

    /** Counts an event. Returns where its slot begins; -1 when nobody listens, or all are full. */
    private int claim(int type, long timeNs) {
        long number = count.getPlain() + 1;
        count.setRelease(number);
        if (!listening) return -1;
        long at = written.getPlain();
        if (at - read.get() >= CAPACITY) {
            dropped.setRelease(dropped.getPlain() + 1);
            return -1;
        }
        long[] words = slots;
        int i = (int) (at % CAPACITY) * WORDS;
        words[i] = number;
        words[i + 1] = type;
        words[i + 2] = timeNs;
        return i;
    }

    private void process(int i, long startNs, int pid, int parentPid, int uid, long commLow, long commHigh) {
        long[] words = slots;
        words[i + 3] = startNs;
        words[i + 4] = pack(pid, parentPid);
        words[i + 5] = uid;
        words[i + 6] = commLow;
        words[i + 7] = commHigh;
    }

    private void publish(int i, long cpuNs, long peakBytes, int status) {
        long[] words = slots;
        words[i + 8] = cpuNs;
        words[i + 9] = peakBytes;
        words[i + 10] = status;
        written.setRelease(written.getPlain() + 1);
    }

    private static long pack(int low, int high) {
        return (long) high << 32 | (low & 0xffff_ffffL);
    }

    /** Hands over every event that has come; on the reading thread. */
    void drain(Consumer<Event> to) {
        long[] words = slots;
        long end = written.get();
        for (long at = read.get(); at < end; at++) {
            int i = (int) (at % CAPACITY) * WORDS;
            Event event = new Event(
                    words[i],
                    (int) words[i + 1],
                    words[i + 2],
                    words[i + 3],
                    (int) words[i + 4],
                    (int) (words[i + 4] >>> 32),
                    (int) words[i + 5],
                    words[i + 6],
                    words[i + 7],
                    words[i + 8],
                    words[i + 9],
                    (int) words[i + 10]);
            read.setRelease(at + 1);
            to.accept(event);
        }
    }
}
