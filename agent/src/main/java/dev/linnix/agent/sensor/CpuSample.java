package dev.linnix.agent.sensor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * What one CPU was doing at one tick of the profiler's clock: {@code struct linnix_sample}. One object is filled again and
 * again; it is valid during the call it is handed to.
 */
public final class CpuSample {
    /** Most frames of one side; where there are as many, the stack may be longer. */
    public static final int MOST_FRAMES = 127;

    static final int COMM_LENGTH = 16;
    static final int HEADER = 40;

    private final long[] frames = new long[2 * MOST_FRAMES];
    private final byte[] comm = new byte[COMM_LENGTH];
    private int pid;
    private int tid;
    private int space;
    private int cpu;
    private int kernelFrames;
    private int userFrames;

    CpuSample() {}

    /** {@return whether the record was whole, and so was taken over} */
    boolean take(MemorySegment segment, long offset, int length) {
        if (length < HEADER) return false;
        pid = segment.get(JAVA_INT, offset);
        tid = segment.get(JAVA_INT, offset + 4);
        space = segment.get(JAVA_INT, offset + 8);
        cpu = segment.get(JAVA_INT, offset + 12);
        kernelFrames = segment.get(JAVA_INT, offset + 16) / Long.BYTES;
        userFrames = segment.get(JAVA_INT, offset + 20) / Long.BYTES;
        int all = kernelFrames + userFrames;
        if (kernelFrames < 0 || userFrames < 0 || all > frames.length || HEADER + all * Long.BYTES > length)
            return false;
        MemorySegment.copy(segment, JAVA_BYTE, offset + 24, comm, 0, COMM_LENGTH);
        MemorySegment.copy(segment, JAVA_LONG, offset + HEADER, frames, 0, all);
        return true;
    }

    /** {@return id of the process} */
    public int pid() {
        return pid;
    }

    /** {@return id of the thread} */
    public int tid() {
        return tid;
    }

    /** {@return the oldest living ancestor that runs the same image since its exec, whose memory map is as good} */
    public int space() {
        return space;
    }

    /** {@return the CPU} */
    public int cpu() {
        return cpu;
    }

    /** {@return name of the thread, NUL-padded, 16 bytes; not to be changed} */
    public byte[] comm() {
        return comm;
    }

    /** {@return addresses from the leaf outward: first the kernel's, then the user's; not to be changed} */
    public long[] frames() {
        return frames;
    }

    /** {@return how many frames are of the kernel} */
    public int kernelFrames() {
        return kernelFrames;
    }

    /** {@return how many frames are of the program} */
    public int userFrames() {
        return userFrames;
    }
}
