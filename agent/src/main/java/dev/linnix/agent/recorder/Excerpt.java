package dev.linnix.agent.recorder;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole segments of the recording that stay readable, though they may have to make room meanwhile: their files are open.
 * Can be read more than once. Confined to one thread; to be closed.
 */
public final class Excerpt implements Closeable {
    /** Nothing. */
    public static final Excerpt NONE = new Excerpt();

    /** One segment, as far as it was written when it was opened. */
    private record Part(FileChannel file, long bytes) {}

    private final List<Part> parts = new ArrayList<>();
    private long size;
    private boolean whole = true;

    Excerpt() {}

    /** Adds a segment before those there are. */
    void addBefore(FileChannel file, long bytes) {
        parts.addFirst(new Part(file, bytes));
        size += bytes;
    }

    void isCut() {
        whole = false;
    }

    /** {@return bytes in all} */
    public long size() {
        return size;
    }

    /** {@return whether it reaches as far back as was asked for, or as there is anything} */
    public boolean isWhole() {
        return whole;
    }

    /** {@return its bytes, from the beginning; closing it leaves the excerpt open} */
    public InputStream open() {
        return new Reader();
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Part part : parts) {
            try {
                part.file.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) throw failure;
    }

    private final class Reader extends InputStream {
        private int part;
        private long at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (length == 0) return 0;
            while (part < parts.size()) {
                Part from = parts.get(part);
                int most = (int) Math.min(length, from.bytes - at);
                int read = most == 0 ? -1 : from.file.read(ByteBuffer.wrap(to, offset, most), at);
                if (read > 0) {
                    at += read;
                    return read;
                }
                if (at < from.bytes) throw new IOException("a segment has become shorter while it was read");
                part++;
                at = 0;
            }
            return -1;
        }
    }
}
