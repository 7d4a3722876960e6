package dev.linnix.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Compresses into one Zstandard frame with a checksum. The same bytes, flushed at the same places, give the same frame,
 * however they are cut into writes. Takes some 1.5 MB of native memory until it is closed. Not thread-safe.
 */
public final class ZstdOutputStream extends OutputStream {
    // ZSTD_cParameter and ZSTD_EndDirective.
    private static final int LEVEL = 100;
    private static final int WINDOW_LOG = 101;
    private static final int CHECKSUM = 201;
    private static final int CONTINUE = 0;
    private static final int FLUSH = 1;
    private static final int END = 2;

    private final WritableByteChannel to;
    private final ZstdStream stream;
    private final MemorySegment piece;
    private int filled;
    private boolean finished;

    /**
     * Creates one; nothing is written yet.
     *
     * @param to which takes the frame and is not closed; one that blocks
     * @throws RecordingException when the library is not installed
     */
    public ZstdOutputStream(WritableByteChannel to) throws RecordingException {
        this.to = to;
        // The window of 256 KB bounds the memory of whoever reads it, too.
        this.stream = new ZstdStream(
                ZstdLibrary.open(),
                "ZSTD_createCCtx",
                "ZSTD_freeCCtx",
                "ZSTD_CCtx_setParameter",
                "ZSTD_compressStream2",
                LEVEL,
                3,
                WINDOW_LOG,
                18,
                CHECKSUM,
                1);
        this.piece = stream.in();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int some = Math.min(length - done, ZstdStream.PIECE - filled);
            MemorySegment.copy(bytes, offset + done, piece, ValueLayout.JAVA_BYTE, filled, some);
            filled += some;
            done += some;
            // Always whole pieces, so that the frame does not depend on how the writes were cut.
            if (filled == ZstdStream.PIECE) compress(CONTINUE);
        }
    }

    private void compress(int directive) throws IOException {
        stream.offer(filled);
        filled = 0;
        boolean done;
        do {
            long left = stream.step(directive);
            ByteBuffer written = stream.written();
            while (written.hasRemaining()) to.write(written);
            done = directive == CONTINUE ? stream.isRead() : left == 0;
        } while (!done);
    }

    /** Hands on all that was written, so that it can be read without what follows; each time costs some compression. */
    @Override
    public void flush() throws IOException {
        compress(FLUSH);
    }

    /** Ends the frame. A frame that is not ended is known to be cut off by whoever reads it. */
    public void finish() throws IOException {
        if (finished) return;
        finished = true;
        compress(END);
    }

    /** Gives the memory back; it does not end the frame, so that what failed half-way does not look whole. */
    @Override
    public void close() {
        finished = true;
        stream.close();
    }
}
