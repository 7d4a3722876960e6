package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Set;

/**
 * A C function of at most six parameters, each an integer of any width, a {@code _Bool} or a pointer; not variadic.
 *
 * <p>All of them are called through one method handle, {@code long f(long, long, long, long, long, long)}, since the JVM
 * makes code for each distinct signature and that is most of what a start costs. Both ABIs supported allow it:
 *
 * <ul>
 *   <li>Each such argument travels in a general register of its own, the first six in order: System V ABI for AMD64,
 *       3.2.3 (class INTEGER); AAPCS64, 6.8.2 (rule C.9).
 *   <li>A callee may not rely on bits above the width of its parameter (the same places), so an {@code int} may arrive
 *       sign-extended.
 *   <li>Registers for arguments a function does not have are scratch to it: the call clobbers them anyway. Nothing goes
 *       on the stack and there are no vector arguments, so {@code %al} would matter to a variadic function only.
 *   <li>The result is in the first result register ({@code rax}, {@code x0}); bits above its width are unspecified, so
 *       the result of a function that returns {@code int} must be taken by {@code callInt}, and that of one that returns
 *       nothing must not be looked at.
 * </ul>
 *
 * <p>The caller keeps memory it passes by address reachable and open during the call. Thread-safe.
 */
final class NativeFunction {
    private static final Set<String> PROVEN = Set.of("amd64", "aarch64");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));
    private static final SymbolLookup LIBC = Linker.nativeLinker().defaultLookup();
    private static final MethodHandle CALL = link();

    /** What a call captures, one for each thread, so that a call allocates nothing. */
    private static final ThreadLocal<MemorySegment> CAPTURED =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

    private final MemorySegment address;

    private NativeFunction(MemorySegment address) {
        this.address = address;
    }

    /**
     * {@return the function of this name}
     *
     * @throws java.util.NoSuchElementException when the library has none
     */
    static NativeFunction of(SymbolLookup library, String name) {
        return new NativeFunction(library.findOrThrow(name));
    }

    /** {@return a function of the C library} */
    static NativeFunction libc(String name) {
        return of(LIBC, name);
    }

    private static MethodHandle link() {
        String architecture = System.getProperty("os.arch");
        if (!PROVEN.contains(architecture)) {
            throw new UnsupportedOperationException("native calls on " + architecture + ": expected one of " + PROVEN);
        }
        FunctionDescriptor shape =
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        return Linker.nativeLinker().downcallHandle(shape, Linker.Option.captureCallState("errno"));
    }

    /** {@return the error number the last call of this thread left; meaningful only if that call failed} */
    static int errno() {
        return CAPTURED.get().get(JAVA_INT, ERRNO);
    }

    /** Calls a function that returns 64 bits, a pointer or nothing. */
    long call(long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(address, CAPTURED.get(), a, b, c, d, e, f);
        } catch (Throwable t) {
            throw new AssertionError("a native call failed", t);
        }
    }

    /** As {@link #call(long, long, long, long, long, long)}. */
    long call(long a, long b, long c, long d) {
        return call(a, b, c, d, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long)}. */
    long call(long a, long b, long c) {
        return call(a, b, c, 0, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long)}. */
    long call(long a, long b) {
        return call(a, b, 0, 0, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long)}. */
    long call(long a) {
        return call(a, 0, 0, 0, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long)}. */
    long call() {
        return call(0, 0, 0, 0, 0, 0);
    }

    /** Calls a function that returns {@code int}. */
    int callInt(long a, long b, long c, long d) {
        return (int) call(a, b, c, d, 0, 0);
    }

    /** Calls a function that returns {@code int}. */
    int callInt(long a, long b, long c) {
        return (int) call(a, b, c, 0, 0, 0);
    }

    /** Calls a function that returns {@code int}. */
    int callInt(long a, long b) {
        return (int) call(a, b, 0, 0, 0, 0);
    }

    /** Calls a function that returns {@code int}. */
    int callInt(long a) {
        return (int) call(a, 0, 0, 0, 0, 0);
    }

    /** Calls a function that returns {@code int}. */
    int callInt() {
        return (int) call(0, 0, 0, 0, 0, 0);
    }
}
