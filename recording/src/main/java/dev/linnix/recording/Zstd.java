package dev.linnix.recording;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * libzstd.so.1, bound by hand: one compressor, one decompressor and the memory blocks are put together in, all made when
 * first needed and used again and again. May be handed from thread to thread, but used by one at a time; to be closed.
 *
 * <p>All functions are called through one method handle of six 64-bit parameters, because the JVM makes code for each
 * distinct signature. The C ABIs of AMD64 and AArch64 allow it: these functions take at most six integers or pointers, which
 * travel in registers of their own, and a register for a parameter that a function does not have is scratch to it.
 */
public final class Zstd implements AutoCloseable {
    /** System property that names another file than {@code libzstd.so.1}. */
    public static final String PROPERTY = "libzstd";

    /** The fastest of the ordinary levels. */
    private static final int LEVEL = 1;

    private static final List<String> SONAMES = List.of("libzstd.so.1", "libzstd.so");
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private final MemorySegment createCompressor;
    private final MemorySegment freeCompressor;
    private final MemorySegment compress;
    private final MemorySegment bound;
    private final MemorySegment createDecompressor;
    private final MemorySegment freeDecompressor;
    private final MemorySegment decompress;
    private final MemorySegment isError;
    private final MemorySegment errorName;

    private long compressor;
    private long decompressor;
    private boolean closed;
    private final Arena arena = Arena.ofShared();
    private MemorySegment scratch = MemorySegment.NULL;
    private MemorySegment block = MemorySegment.NULL;

    private Zstd(SymbolLookup library) {
        createCompressor = library.findOrThrow("ZSTD_createCCtx");
        freeCompressor = library.findOrThrow("ZSTD_freeCCtx");
        compress = library.findOrThrow("ZSTD_compressCCtx");
        bound = library.findOrThrow("ZSTD_compressBound");
        createDecompressor = library.findOrThrow("ZSTD_createDCtx");
        freeDecompressor = library.findOrThrow("ZSTD_freeDCtx");
        decompress = library.findOrThrow("ZSTD_decompressDCtx");
        isError = library.findOrThrow("ZSTD_isError");
        errorName = library.findOrThrow("ZSTD_getErrorName");
    }

    /**
     * {@return a new compressor and decompressor}
     *
     * @throws RecordingException when the library is not installed
     */
    public static Zstd open() throws RecordingException {
        return open(name -> SymbolLookup.libraryLookup(name, Arena.global()));
    }

    /** As {@link #open()}; {@code libraries} throws IllegalArgumentException for a library that is not there. */
    static Zstd open(Function<String, SymbolLookup> libraries) throws RecordingException {
        String named = System.getProperty(PROPERTY);
        List<String> names = named == null ? SONAMES : List.of(named);
        IllegalArgumentException failure = null;
        for (String name : names) {
            try {
                return new Zstd(libraries.apply(name));
            } catch (NoSuchElementException e) {
                throw new RecordingException("the library " + name + " is no libzstd of version 1", e);
            } catch (IllegalArgumentException e) {
                failure = e;
            }
        }
        throw new RecordingException(
                "recordings need the library " + names.getFirst() + ", which cannot be opened: install it (package"
                        + " libzstd1 on Debian, libzstd on Fedora) or name the file with -D" + PROPERTY + "=PATH",
                failure);
    }

    /**
     * {@return how many bytes of {@code into} the compressed form takes}
     *
     * @param raw native memory
     * @param into native memory of at least {@link #bound} bytes
     */
    long compress(MemorySegment raw, MemorySegment into) throws RecordingException {
        if (compressor == 0) compressor = create(createCompressor);
        return transform("compressing", compress, compressor, raw, into, LEVEL);
    }

    /**
     * {@return how many bytes of {@code into} were filled; never more than there are}
     *
     * @param stored native memory that holds one or more Zstandard frames
     * @param into native memory
     * @throws RecordingException when they are no such frames, or hold more than {@code into} takes
     */
    long decompress(MemorySegment stored, MemorySegment into) throws RecordingException {
        if (decompressor == 0) decompressor = create(createDecompressor);
        return transform("decompressing", decompress, decompressor, stored, into, 0);
    }

    private long transform(
            String what, MemorySegment function, long context, MemorySegment from, MemorySegment into, int level)
            throws RecordingException {
        long result;
        try {
            result = call(function, context, into.address(), into.byteSize(), from.address(), from.byteSize(), level);
        } finally {
            Reference.reachabilityFence(from);
            Reference.reachabilityFence(into);
        }
        if ((int) call(isError, result, 0, 0, 0, 0, 0) == 0) return result;
        MemorySegment name = MemorySegment.ofAddress(call(errorName, result, 0, 0, 0, 0, 0));
        throw new RecordingException(what + " " + from.byteSize() + " bytes: libzstd says '"
                + name.reinterpret(256).getString(0) + "'");
    }

    /** {@return the most bytes that so many raw ones can take when compressed} */
    long bound(long raw) {
        return call(bound, raw, 0, 0, 0, 0, 0);
    }

    /** {@return memory for a payload before it is compressed; the same at each call, unless more is asked for} */
    MemorySegment scratch(long bytes) {
        if (scratch.byteSize() < bytes) scratch = allocate(bytes);
        return scratch;
    }

    /** {@return memory for a block as it is written; the same at each call, unless more is asked for} */
    MemorySegment block(long bytes) {
        if (block.byteSize() < bytes) block = allocate(bytes);
        return block;
    }

    private MemorySegment allocate(long bytes) {
        requireOpen();
        return arena.allocate(bytes, Long.BYTES);
    }

    private long create(MemorySegment function) {
        requireOpen();
        long context = call(function, 0, 0, 0, 0, 0, 0);
        if (context == 0) throw new OutOfMemoryError("no memory for a Zstandard context");
        return context;
    }

    private void requireOpen() {
        if (closed) throw new IllegalStateException("closed");
    }

    private static long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(function, a, b, c, d, e, f);
        } catch (Throwable t) {
            throw new AssertionError("a native call failed", t);
        }
    }

    /** Gives all memory back. */
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        if (compressor != 0) call(freeCompressor, compressor, 0, 0, 0, 0, 0);
        if (decompressor != 0) call(freeDecompressor, decompressor, 0, 0, 0, 0, 0);
        compressor = 0;
        decompressor = 0;
        arena.close();
    }
}
