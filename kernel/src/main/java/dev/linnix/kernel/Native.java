package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The calls of the C library this module needs. They answer as system calls do: a negative error number on failure. */
final class Native {
    static final Linker LINKER = Linker.nativeLinker();
    static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState("errno");

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final SymbolLookup LIBC = LINKER.defaultLookup();

    private static final MethodHandle MMAP =
            libc("mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP = libc("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle READ =
            libc("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            libc("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = libc("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD = libc("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CREATE = libc("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CTL =
            libc("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle EPOLL_WAIT =
            libc("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOCK_GETTIME =
            libc("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle SYSCONF = libc("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

    private Native() {}

    private static MethodHandle libc(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LIBC.findOrThrow(name), descriptor, KEEP_ERRNO);
    }

    /** {@return room for the error number of one call} */
    static MemorySegment state(Arena arena) {
        return arena.allocate(STATE);
    }

    /** {@return the error number the last call left in {@code state}} */
    static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    /** {@return what to throw for a failure that a native call cannot have} */
    static AssertionError unexpected(Throwable cause) {
        return new AssertionError("a native call failed", cause);
    }

    /** Maps a file shared. */
    static long mmap(long length, boolean writable, int fd, long offset) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            int protection = writable ? 3 : 1;
            MemorySegment mapped =
                    (MemorySegment) MMAP.invokeExact(state, MemorySegment.NULL, length, protection, 1, fd, offset);
            return mapped.address() == -1 ? -errno(state) : mapped.address();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int munmap(MemorySegment mapped) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            return result((int) MUNMAP.invokeExact(state, mapped, mapped.byteSize()), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static long read(int fd, MemorySegment to) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            long result = (long) READ.invokeExact(state, fd, to, to.byteSize());
            return result < 0 ? -errno(state) : result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int writeLong(int fd, long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            MemorySegment from = arena.allocateFrom(JAVA_LONG, value);
            return result((int) (long) WRITE.invokeExact(state, fd, from, 8L), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            return result((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int eventfd(int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            return result((int) EVENTFD.invokeExact(state, 0, flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int epollCreate(int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            return result((int) EPOLL_CREATE.invokeExact(state, flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int epollAdd(int epoll, int fd, int events) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            MemorySegment event = arena.allocate(16, 8); // 12 bytes on x86-64, 16 elsewhere; the data part is not used
            event.set(JAVA_INT, 0, events);
            return result((int) EPOLL_CTL.invokeExact(state, epoll, 1, fd, event), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static int epollWait(int epoll, int maxEvents, int timeoutMillis) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            MemorySegment events = arena.allocate(16L * maxEvents, 8);
            return result((int) EPOLL_WAIT.invokeExact(state, epoll, events, maxEvents, timeoutMillis), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@return time of a clock every Linux has, ns} */
    static long clock(int id) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            int result = (int) CLOCK_GETTIME.invokeExact(state(arena), id, time);
            if (result != 0) throw new IllegalStateException("clock " + id + " cannot be read");
            return time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
        } catch (IllegalStateException e) {
            throw e;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    static long sysconf(int name) {
        try (Arena arena = Arena.ofConfined()) {
            return (long) SYSCONF.invokeExact(state(arena), name);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private static int result(int result, MemorySegment state) {
        return result < 0 ? -errno(state) : result;
    }
}
