package dev.linnix.agent.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** CPU time of this thread and this process, which the JDK only offers through its management classes, by clock_gettime(2). Thread-safe; a reading allocates nothing. */
public final class CpuTime {
    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final long SECOND = 1_000_000_000L;

    private static final MethodHandle CLOCK_GETTIME = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    /** One timespec for each thread, so that a reading needs neither lock nor allocation. */
    private static final ThreadLocal<MemorySegment> TIMESPEC =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 2));

    private CpuTime() {}

    /** {@return CPU time of the calling thread, ns; meaningless on a virtual thread} */
    public static long threadNs() {
        return read(CLOCK_THREAD_CPUTIME_ID);
    }

    /** {@return CPU time of this process, ns} */
    public static long processNs() {
        return read(CLOCK_PROCESS_CPUTIME_ID);
    }

    private static long read(int clock) {
        MemorySegment time = TIMESPEC.get();
        try {
            int failed = (int) CLOCK_GETTIME.invokeExact(clock, time);
            if (failed != 0) throw new IllegalStateException("clock_gettime refused clock " + clock);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * SECOND + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
    }
}
