package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** The calls of the C library this module needs. They answer as system calls do: a negative error number on failure. */
final class Native {
    private static final int MOST_EVENTS = 4;

    private static final NativeFunction MMAP = NativeFunction.libc("mmap");
    private static final NativeFunction MUNMAP = NativeFunction.libc("munmap");
    private static final NativeFunction READ = NativeFunction.libc("read");
    private static final NativeFunction WRITE = NativeFunction.libc("write");
    private static final NativeFunction CLOSE = NativeFunction.libc("close");
    private static final NativeFunction EVENTFD = NativeFunction.libc("eventfd");
    private static final NativeFunction EPOLL_CREATE = NativeFunction.libc("epoll_create1");
    private static final NativeFunction EPOLL_CTL = NativeFunction.libc("epoll_ctl");
    private static final NativeFunction EPOLL_WAIT = NativeFunction.libc("epoll_wait");
    private static final NativeFunction POLL = NativeFunction.libc("poll");
    private static final NativeFunction CLOCK_GETTIME = NativeFunction.libc("clock_gettime");
    private static final NativeFunction SYSCONF = NativeFunction.libc("sysconf");
    /** Declared variadic, but made of assembly that moves six registers on: glibc, musl. */
    private static final NativeFunction SYSCALL = NativeFunction.libc("syscall");

    private static final long PERF_EVENT_OPEN =
            System.getProperty("os.arch", "").equals("aarch64") ? 241 : 298; // has no function of its own

    /** Apart, since they are needed seldom: an agent that never collects never looks them up. */
    private static final class Seldom {
        static final NativeFunction KILL = NativeFunction.libc("kill");
        static final NativeFunction KLOGCTL = NativeFunction.libc("klogctl");
    }

    /** Room for what the short calls pass by address, one for each thread: a timespec, a number, epoll events. */
    private static final ThreadLocal<MemorySegment> SCRATCH =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(16 * MOST_EVENTS, 8));

    private Native() {}

    /** Maps a file shared. */
    static long mmap(long length, boolean writable, int fd, long offset) {
        return result(MMAP.call(0, length, writable ? 3 : 1, 1, fd, offset));
    }

    static int munmap(MemorySegment mapped) {
        return result(MUNMAP.callInt(mapped.address(), mapped.byteSize()));
    }

    static long read(int fd, MemorySegment to) {
        if (!to.isNative() || to.isReadOnly()) throw new IllegalArgumentException("expected writable native memory");
        if (!to.scope().isAlive()) throw new IllegalStateException("the memory is freed");
        try {
            return result(READ.call(fd, to.address(), to.byteSize()));
        } finally {
            Reference.reachabilityFence(to);
        }
    }

    static int writeLong(int fd, long value) {
        MemorySegment from = SCRATCH.get();
        from.set(JAVA_LONG, 0, value);
        return (int) result(WRITE.call(fd, from.address(), 8));
    }

    static int close(int fd) {
        return result(CLOSE.callInt(fd));
    }

    static int eventfd(int flags) {
        return result(EVENTFD.callInt(0, flags));
    }

    static int epollCreate(int flags) {
        return result(EPOLL_CREATE.callInt(flags));
    }

    static int epollAdd(int epoll, int fd, int events) {
        MemorySegment event = SCRATCH.get(); // 12 bytes on x86-64, 16 elsewhere; the data part is not used
        event.set(JAVA_INT, 0, events);
        return result(EPOLL_CTL.callInt(epoll, 1, fd, event.address()));
    }

    /** {@return how many descriptors had a wake-up, as far as the few that one call tells of} */
    static int epollWait(int epoll, int timeoutMillis) {
        return result(EPOLL_WAIT.callInt(epoll, SCRATCH.get().address(), MOST_EVENTS, timeoutMillis));
    }

    /** Waits for an error or the end of a descriptor, which poll(2) tells unasked; 1 when there is one. */
    static int pollForErrors(int fd) {
        MemorySegment asked = SCRATCH.get(); // a struct pollfd: the descriptor, and two shorts for events
        asked.set(JAVA_LONG, 0, 0);
        asked.set(JAVA_INT, 0, fd);
        return result(POLL.callInt(asked.address(), 1, -1));
    }

    /** {@return time of a clock every Linux has, ns} */
    static long clock(int id) {
        MemorySegment time = SCRATCH.get();
        if (CLOCK_GETTIME.callInt(id, time.address()) != 0) {
            throw new IllegalStateException("clock " + id + " cannot be read");
        }
        return time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
    }

    static long sysconf(int name) {
        return SYSCONF.call(name);
    }

    static int kill(int pid, int signal) {
        return result(Seldom.KILL.callInt(pid, signal));
    }

    /** {@return bytes read} */
    static int klogctl(int action, MemorySegment to) {
        return result(Seldom.KLOGCTL.callInt(action, to.address(), to.byteSize()));
    }

    /** Opens the event a {@code struct perf_event_attr} describes, for whatever runs on one CPU; closed on exec. */
    static int perfEventOpen(MemorySegment attributes, int cpu) {
        long anyProcess = -1;
        long noGroup = -1;
        long closeOnExec = 8;
        return (int) result(SYSCALL.call(PERF_EVENT_OPEN, attributes.address(), anyProcess, cpu, noGroup, closeOnExec));
    }

    private static int result(int result) {
        return result < 0 ? -NativeFunction.errno() : result;
    }

    private static long result(long result) {
        return result == -1 ? -NativeFunction.errno() : result;
    }
}
