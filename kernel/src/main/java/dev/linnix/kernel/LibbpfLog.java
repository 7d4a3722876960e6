package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Catches what libbpf prints, which holds the verifier's reasons, instead of letting it out on standard error. Silences
 * libbpf at first and catches only once {@link #install} was called. Keeps the last {@value #KEPT} characters: what the
 * verifier objects to stands at the end. Thread-safe.
 */
final class LibbpfLog {
    static final int KEPT = 16 * 1024;

    private static final int BUFFER = 256 * 1024; // a verifier log is one print
    private static final int DEBUG = 2;
    private static final NativeFunction VSNPRINTF = NativeFunction.libc("vsnprintf");

    private final NativeFunction setPrint;
    private final StringBuilder kept = new StringBuilder();
    private final AtomicLong failures = new AtomicLong();
    private MemorySegment buffer = MemorySegment.NULL;

    /** Silences libbpf. */
    LibbpfLog(NativeFunction setPrint) {
        this.setPrint = setPrint;
        setPrint.call(0);
    }

    /**
     * Forgets what was printed.
     *
     * @return whether what is printed from now on is caught
     */
    synchronized boolean begin() {
        kept.setLength(0);
        return installed();
    }

    /** Makes libbpf print here, for as long as the program runs. */
    synchronized void install() {
        if (installed()) return;
        try {
            // Registers of 64 bits, as in NativeFunction; a va_list is passed as the address of one on both ABIs.
            MethodType type = MethodType.methodType(long.class, long.class, long.class, long.class);
            MethodHandle print = MethodHandles.lookup().bind(this, "print", type);
            FunctionDescriptor shape = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
            MemorySegment stub = Linker.nativeLinker().upcallStub(print, shape, Arena.global());
            buffer = Arena.global().allocate(BUFFER);
            setPrint.call(stub.address());
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError("print is a method of this class", e);
        }
    }

    private boolean installed() {
        return buffer.byteSize() > 0;
    }

    /** Called by libbpf. Nothing may be thrown through native frames, so a failure is counted. */
    @SuppressWarnings("unused") // by method handle
    private long print(long level, long format, long arguments) {
        if ((int) level >= DEBUG) return 0;
        try {
            synchronized (this) {
                int length = VSNPRINTF.callInt(buffer.address(), BUFFER, format, arguments);
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
