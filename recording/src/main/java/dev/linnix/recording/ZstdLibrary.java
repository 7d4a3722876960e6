package dev.linnix.recording;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * libzstd.so.1, bound by hand. Thread-safe.
 *
 * <p>All functions are called through one method handle of six 64-bit parameters, because the JVM makes code for each
 * distinct signature. The C ABIs of AMD64 and AArch64 allow it: these functions take at most six integers or pointers, which
 * travel in registers of their own, and a register for a parameter that a function does not have is scratch to it.
 */
final class ZstdLibrary {
    private static final List<String> SONAMES = List.of("libzstd.so.1", "libzstd.so");
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private final String name;
    private final SymbolLookup symbols;
    private final MemorySegment isError;
    private final MemorySegment errorName;

    private ZstdLibrary(String name, SymbolLookup symbols) throws RecordingException {
        this.name = name;
        this.symbols = symbols;
        isError = function("ZSTD_isError");
        errorName = function("ZSTD_getErrorName");
    }

    /** {@return the library; an exception says that it is not installed} */
    static ZstdLibrary open() throws RecordingException {
        return open(name -> SymbolLookup.libraryLookup(name, Arena.global()));
    }

    /** As {@link #open()}; {@code libraries} throws IllegalArgumentException for a library that is not there. */
    static ZstdLibrary open(Function<String, SymbolLookup> libraries) throws RecordingException {
        String named = System.getProperty(Zstd.PROPERTY);
        List<String> names = named == null ? SONAMES : List.of(named);
        IllegalArgumentException failure = null;
        for (String name : names) {
            try {
                return new ZstdLibrary(name, libraries.apply(name));
            } catch (IllegalArgumentException e) {
                failure = e;
            }
        }
        throw new RecordingException(
                "recordings and bundles need the library " + names.getFirst() + ", which cannot be opened: install it"
                        + " (package libzstd1 on Debian, libzstd on Fedora) or name the file with -D" + Zstd.PROPERTY
                        + "=PATH",
                failure);
    }

    MemorySegment function(String function) throws RecordingException {
        Optional<MemorySegment> found = symbols.find(function);
        if (found.isPresent()) return found.get();
        throw new RecordingException("the library " + name + " is no libzstd of version 1: it has no " + function);
    }

    static long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(function, a, b, c, d, e, f);
        } catch (Throwable t) {
            throw new AssertionError("a native call failed", t);
        }
    }

    /** {@return a new context of the library's} */
    static long create(MemorySegment function) {
        long context = call(function, 0, 0, 0, 0, 0, 0);
        if (context == 0) throw new OutOfMemoryError("no memory for a Zstandard context");
        return context;
    }

    /** {@return what is wrong with what a function returned; null when nothing is} */
    @Nullable
    String complaint(long result) {
        if ((int) call(isError, result, 0, 0, 0, 0, 0) == 0) return null;
        MemorySegment text = MemorySegment.ofAddress(call(errorName, result, 0, 0, 0, 0, 0));
        return "libzstd says '" + text.reinterpret(256).getString(0) + "'";
    }
}
