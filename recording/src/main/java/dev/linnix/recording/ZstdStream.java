package dev.linnix.recording;

import static dev.linnix.recording.ZstdLibrary.call;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A context of libzstd that works through a stream, with the memory it reads from and writes to. Used by one thread at a
 * time; to be closed.
 */
final class ZstdStream implements AutoCloseable {
    /** Bytes of each piece of memory: what the library itself asks for. */
    static final int PIECE = 128 << 10;

    // struct { void *memory; size_t size; size_t pos; }, for what is read and for what is written.
    private static final long SIZE = 8;
    private static final long POS = 16;

    private final ZstdLibrary library;
    private final MemorySegment work;
    private final MemorySegment free;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(PIECE);
    private final MemorySegment out = arena.allocate(PIECE);
    private final MemorySegment from = arena.allocate(24, Long.BYTES);
    private final MemorySegment into = arena.allocate(24, Long.BYTES);
    private long context;

    /**
     * Creates one.
     *
     * @param set the function that sets a parameter
     * @param work the function that goes on with the stream
     * @param parameters number and value of each, one after the other
     */
    ZstdStream(ZstdLibrary library, String create, String free, String set, String work, int... parameters)
            throws RecordingException {
        this.library = library;
        this.work = library.function(work);
        this.free = library.function(free);
        MemorySegment setter = library.function(set);
        context = ZstdLibrary.create(library.function(create));
        for (int i = 0; i < parameters.length; i += 2) {
            checked(call(setter, context, parameters[i], parameters[i + 1], 0, 0, 0));
        }
        from.set(JAVA_LONG, 0, in.address());
        into.set(JAVA_LONG, 0, out.address());
    }

    /** {@return memory for what is read; valid until it is closed} */
    MemorySegment in() {
        return in;
    }

    /** {@return what the last step wrote} */
    ByteBuffer written() {
        return out.asSlice(0, into.get(JAVA_LONG, POS)).asByteBuffer();
    }

    /** Says that so many bytes of {@link #in} are to be read, from its beginning. */
    void offer(long bytes) {
        from.set(JAVA_LONG, SIZE, bytes);
        from.set(JAVA_LONG, POS, 0);
    }

    /** {@return whether all that was offered has been read} */
    boolean isRead() {
        return from.get(JAVA_LONG, POS) == from.get(JAVA_LONG, SIZE);
    }

    /**
     * Goes on, writing from the beginning of its memory.
     *
     * @param directive of the compressor's; 0 for the decompressor
     * @return what the library returned
     * @throws RecordingException when it complains, after which only {@link #close} makes sense
     */
    long step(int directive) throws RecordingException {
        if (context == 0) throw new IllegalStateException("closed");
        into.set(JAVA_LONG, SIZE, PIECE);
        into.set(JAVA_LONG, POS, 0);
        return checked(call(work, context, into.address(), from.address(), directive, 0, 0));
    }

    private long checked(long result) throws RecordingException {
        String complaint = library.complaint(result);
        if (complaint == null) return result;
        close();
        throw new RecordingException(complaint);
    }

    @Override
    public void close() {
        if (context == 0) return;
        call(free, context, 0, 0, 0, 0, 0);
        context = 0;
        arena.close();
    }
}
