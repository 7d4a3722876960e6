package dev.linnix.bench;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.TickRecord;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A made-up but valid life of processes, as long as one likes: every step begins a process, runs a program in it, and
 * ends the process begun {@link #ALIVE} steps before. Time goes on by {@link #RATE}. Not thread-safe.
 */
final class Lives {
    /** Processes living at one time. */
    static final int ALIVE = 5_000;
    /** Steps in one second of event time. */
    static final int RATE = 4_000;
    /** Most bytes one step takes, a tick included. */
    static final int STEP_BYTES =
            ForkRecord.LAYOUT.size() + ExecRecord.LAYOUT.size() + ExitRecord.LAYOUT.size() + TickRecord.LAYOUT.size();

    private static final int RECORDS_PER_STEP = 4;
    private static final int ROOTS = 16;
    private static final int FIRST_PID = 1_000;
    private static final int PIDS = 1 << 20;
    private static final int STEPS_PER_TICK = RATE / 4;
    private static final long STEP_NS = 1_000_000_000L / RATE;
    private static final byte[] PATH = "true\0bin\0usr\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ARGS = "true\0--version\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHELL = "sh".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);

    private final boolean execs;
    private final ForkRecord fork = new ForkRecord();
    private final ExecRecord exec = new ExecRecord();
    private final ExitRecord exit = new ExitRecord();
    private final TickRecord tick = new TickRecord();
    private long step;
    private int[] lengths = {};
    private long end;
    private int records;

    /** Creates a life in which every process runs a program, or none does. */
    Lives(boolean execs) {
        this.execs = execs;
    }

    /** Writes so many steps from the start of the segment; {@link #records} and {@link #length} then say how much. */
    void write(MemorySegment segment, int steps) {
        end = 0;
        records = 0;
        if (lengths.length < steps * RECORDS_PER_STEP) lengths = new int[steps * RECORDS_PER_STEP];
        for (int i = 0; i < steps; i++, step++) {
            long now = startOf(step);
            writeFork(segment, now);
            if (execs) writeExec(segment, now);
            if (step >= ROOTS + ALIVE) writeExit(segment, now, step - ALIVE);
            if (step % STEPS_PER_TICK == 0) {
                tick.begin(segment, end, now);
                advance(tick);
            }
        }
    }

    /** {@return length of a record written by the last {@link #write}, bytes} */
    int length(int record) {
        return lengths[record];
    }

    /** {@return records written by the last {@link #write}} */
    int records() {
        return records;
    }

    private void writeFork(MemorySegment segment, long now) {
        fork.begin(segment, end, now);
        boolean root = step < ROOTS;
        fork.startNs(now)
                .parentStartNs(root ? 0 : startOf(parent(step)))
                .cgroupId(1)
                .pid(pid(step))
                .parentPid(root ? 1 : pid(parent(step)))
                .flags(RecordFlags.IN_INITIAL_PIDNS)
                .comm(SHELL);
        advance(fork);
    }

    private void writeExec(MemorySegment segment, long now) {
        exec.begin(segment, end, now);
        exec.startNs(now)
                .parentStartNs(startOf(parent(step)))
                .cgroupId(1)
                .pid(pid(step))
                .parentPid(pid(parent(step)))
                .flags(RecordFlags.IN_INITIAL_PIDNS)
                .comm(TRUE)
                .image()
                .set(2, 0)
                .path(PATH)
                .args(ARGS);
        advance(exec);
    }

    private void writeExit(MemorySegment segment, long now, long ended) {
        exit.begin(segment, end, now);
        exit.startNs(startOf(ended))
                .parentStartNs(startOf(parent(ended)))
                .cgroupId(1)
                .cpuNs(300_000)
                .peakBytes(1 << 20)
                .pid(pid(ended))
                .parentPid(pid(parent(ended)))
                .flags(RecordFlags.IN_INITIAL_PIDNS)
                .comm(TRUE);
        advance(exit);
    }

    private void advance(Flyweight record) {
        int length = record.layout().size();
        lengths[records++] = length;
        end += length;
    }

    private static long parent(long step) {
        return step % ROOTS;
    }

    private static int pid(long step) {
        return FIRST_PID + (step < ROOTS ? (int) step : ROOTS + (int) (step % PIDS));
    }

    private static long startOf(long step) {
        return 1_000_000_000L + step * STEP_NS;
    }
}
