package dev.linnix.recording;

import static dev.linnix.recording.ZstdLibrary.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.ref.Reference;
import java.util.function.Function;

/**
 * One compressor, one decompressor and the memory blocks are put together in, all made when first needed and used again
 * and again. May be handed from thread to thread, but used by one at a time; to be closed.
 */
public final class Zstd implements AutoCloseable {
    /** System property that names another file than {@code libzstd.so.1}. */
    public static final String PROPERTY = "libzstd";

    /** The fastest of the ordinary levels. */
    private static final int LEVEL = 1;

    private final ZstdLibrary library;
    private final MemorySegment createCompressor;
    private final MemorySegment freeCompressor;
    private final MemorySegment compress;
    private final MemorySegment bound;
    private final MemorySegment createDecompressor;
    private final MemorySegment freeDecompressor;
    private final MemorySegment decompress;

    private long compressor;
    private long decompressor;
    private boolean closed;
    private final Arena arena = Arena.ofShared();
    private MemorySegment scratch = MemorySegment.NULL;
    private MemorySegment block = MemorySegment.NULL;

    private Zstd(ZstdLibrary library) throws RecordingException {
        this.library = library;
        createCompressor = library.function("ZSTD_createCCtx");
        freeCompressor = library.function("ZSTD_freeCCtx");
        compress = library.function("ZSTD_compressCCtx");
        bound = library.function("ZSTD_compressBound");
        createDecompressor = library.function("ZSTD_createDCtx");
        freeDecompressor = library.function("ZSTD_freeDCtx");
        decompress = library.function("ZSTD_decompressDCtx");
    }

    /**
     * {@return a new compressor and decompressor}
     *
     * @throws RecordingException when the library is not installed
     */
    public static Zstd open() throws RecordingException {
        return new Zstd(ZstdLibrary.open());
    }

    /** As {@link #open()}; {@code libraries} throws IllegalArgumentException for a library that is not there. */
    static Zstd open(Function<String, SymbolLookup> libraries) throws RecordingException {
        return new Zstd(ZstdLibrary.open(libraries));
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
        String complaint = library.complaint(result);
        if (complaint == null) return result;
        throw new RecordingException(what + " " + from.byteSize() + " bytes: " + complaint);
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
        return ZstdLibrary.create(function);
    }

    private void requireOpen() {
        if (closed) throw new IllegalStateException("closed");
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
