package dev.linnix.kernel;

/**
 * CPU time of this thread and this process, which the JDK only offers through its management classes. Thread-safe; a
 * reading allocates nothing.
 */
public final class CpuTime {
    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;

    private CpuTime() {}

    /** {@return CPU time of the calling thread, ns; meaningless on a virtual thread} */
    public static long threadNs() {
        return Native.clock(CLOCK_THREAD_CPUTIME_ID);
    }

    /** {@return CPU time of this process, ns} */
    public static long processNs() {
        return Native.clock(CLOCK_PROCESS_CPUTIME_ID);
    }
}
