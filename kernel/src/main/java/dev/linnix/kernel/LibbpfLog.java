package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Catches what libbpf prints, which holds the verifier's reasons, instead of letting it out on standard error. Keeps the
 * last {@value #KEPT} characters: what the verifier objects to stands at the end. Thread-safe.
 */
final class LibbpfLog {
    static final int KEPT = 16 * 1024;

    private static final int BUFFER = 256 * 1024; // a verifier log is one print; untouched pages cost nothing
    private static final int DEBUG = 2;
    private static final MethodHandle VSNPRINTF = Native.LINKER.downcallHandle(
            Native.LINKER.defaultLookup().findOrThrow("vsnprintf"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));

    private final MemorySegment buffer = Arena.global().allocate(BUFFER);
    private final StringBuilder kept = new StringBuilder();
    private final AtomicLong failures = new AtomicLong();

    /** Makes libbpf print here, for as long as the program runs. */
    void install(MethodHandle setPrint) {
        try {
            // On the ABIs supported a va_list parameter is passed as the address of one, so it goes through as it is.
            MethodHandle print = MethodHandles.lookup()
                    .findVirtual(
                            LibbpfLog.class,
                            "print",
                            MethodType.methodType(int.class, int.class, MemorySegment.class, MemorySegment.class))
                    .bindTo(this);
            MemorySegment stub = Native.LINKER.upcallStub(
                    print, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), Arena.global());
            setPrint.invokeExact(stub);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** Called by libbpf. Nothing may be thrown through native frames, so a failure is counted. */
    @SuppressWarnings("unused") // by method handle
    private int print(int level, MemorySegment format, MemorySegment arguments) {
        if (level >= DEBUG) return 0;
        try {
            synchronized (this) {
                int length = (int) VSNPRINTF.invokeExact(buffer, (long) BUFFER, format, arguments);
                int end = Math.clamp(length, 0, BUFFER - 1);
                int start = Math.max(0, end - KEPT);
                byte[] bytes = new byte[end - start];
                MemorySegment.copy(buffer, JAVA_BYTE, start, bytes, 0, bytes.length);
                kept.append(new String(bytes, StandardCharsets.UTF_8));
                if (kept.length() > KEPT) kept.delete(0, kept.length() - KEPT);
            }
        } catch (Throwable t) {
            failures.incrementAndGet();
        }
        return 0;
    }

    /** {@return what was printed since the last call} */
    synchronized String drain() {
        String text = kept.toString().strip();
        kept.setLength(0);
        return text;
    }

    /** {@return how many prints could not be taken} */
    long failures() {
        return failures.get();
    }
}
