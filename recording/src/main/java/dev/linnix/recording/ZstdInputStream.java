package dev.linnix.recording;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses Zstandard frames, one after the other, of which it believes nothing: one that needs a window of more than
 * 2 MB is refused, so that it never takes more than some 2.5 MB of native memory. Not thread-safe.
 */
public final class ZstdInputStream extends InputStream {
    // ZSTD_dParameter
    private static final int WINDOW_LOG_MAX = 100;

    private final ReadableByteChannel from;
    private final ZstdStream stream;
    private final ByteBuffer piece;
    private @Nullable ByteBuffer ready;
    private boolean full;
    private boolean within;

    /**
     * Creates one; nothing is read yet.
     *
     * @param from which is not closed; one that blocks
     * @throws RecordingException when the library is not installed
     */
    public ZstdInputStream(ReadableByteChannel from) throws RecordingException {
        this.from = from;
        this.stream = new ZstdStream(
                ZstdLibrary.open(),
                "ZSTD_createDCtx",
                "ZSTD_freeDCtx",
                "ZSTD_DCtx_setParameter",
                "ZSTD_decompressStream",
                WINDOW_LOG_MAX,
                21);
        this.piece = stream.in().asByteBuffer();
        stream.offer(0);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * {@inheritDoc}
     *
     * @throws EOFException when the input ends within a frame
     * @throws IOException when it is no Zstandard, or damaged; nothing more can be read then
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) return 0;
        ByteBuffer some = ready;
        if (some == null || !some.hasRemaining()) some = more();
        if (some == null) return -1;
        int count = Math.min(length, some.remaining());
        some.get(into, offset, count);
        ready = some;
        return count;
    }

    private @Nullable ByteBuffer more() throws IOException {
        while (true) {
            if (!full && stream.isRead() && !offered()) {
                if (within) throw new EOFException("the compressed data breaks off");
                return null;
            }
            within = stream.step(0) != 0;
            ByteBuffer written = stream.written();
            // The library may hold back what did not fit; at the end of a frame it has nothing left.
            full = within && written.remaining() == ZstdStream.PIECE;
            if (written.hasRemaining()) return written;
        }
    }

    private boolean offered() throws IOException {
        piece.clear();
        if (from.read(piece) < 0) return false;
        stream.offer(piece.position());
        return true;
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        ready = null;
        stream.close();
    }
}
