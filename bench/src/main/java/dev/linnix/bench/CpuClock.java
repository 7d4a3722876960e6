package dev.linnix.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** CPU time of processes and threads, exact where /proc counts in ticks. Thread-safe. */
final class CpuClock {
    /** Scheduler clock of a whole process, the {@code which} of a dynamic clock id as the kernel builds it. */
    private static final int CPUCLOCK_SCHED = 2;

    private static final int CLOCK_THREAD_CPUTIME_ID = 3;

    private static final MethodHandle CLOCK_GETTIME = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private CpuClock() {}

    /** {@return CPU time of the calling thread so far, ns: unlike wall time not disturbed by what else runs} */
    static long ofThisThread() {
        return read(CLOCK_THREAD_CPUTIME_ID, "this thread");
    }

    /**
     * {@return CPU time of a process so far, all its threads, those that are gone included, ns}
     *
     * @throws IllegalStateException when there is no such process
     */
    static long ofProcess(long pid) {
        return read((int) ~pid << 3 | CPUCLOCK_SCHED, "process " + pid);
    }

    private static long read(int clock, String whose) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
            if ((int) CLOCK_GETTIME.invokeExact(clock, time) != 0) {
                throw new IllegalStateException(whose + " has no CPU clock: it is gone");
            }
            return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + time.get(ValueLayout.JAVA_LONG, 8);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot read the CPU clock of " + whose, e);
        }
    }
}
