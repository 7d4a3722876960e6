package dev.linnix.cli.http;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of an HTTP/1.1 answer: in chunks, of the length its head tells, or else up to the end of the connection. One
 * that ends before its time is an error, so that a part is never taken for the whole. Not thread-safe.
 */
final class BodyStream extends InputStream {
    private static final int MOST_LINE = 1024;

    private final InputStream in;
    private final boolean chunked;
    private final boolean bounded;
    private boolean begun;
    private boolean ended;
    private long left;

    /**
     * Begins after the head.
     *
     * @param in the connection
     * @param chunked whether the body comes in chunks
     * @param length told by the head, bytes; null for none
     */
    BodyStream(InputStream in, boolean chunked, @Nullable Long length) {
        this.in = in;
        this.chunked = chunked;
        bounded = chunked || length != null;
        left = chunked ? 0 : length != null ? length : Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (chunked && left == 0 && !ended) nextChunk();
        if (ended || left == 0) return -1;
        int got = in.read(into, offset, (int) Math.min(length, left));
        if (got >= 0) {
            left -= got;
            return got;
        }
        if (bounded) throw brokeOff();
        ended = true;
        return -1;
    }

    private void nextChunk() throws IOException {
        if (begun && !line().isEmpty()) throw new IOException("the answer's chunks are malformed");
        begun = true;
        String size = line();
        try {
            int end = size.indexOf(';');
            left = Long.parseLong((end < 0 ? size : size.substring(0, end)).strip(), 16);
        } catch (NumberFormatException e) {
            throw new IOException("the answer's chunks are malformed", e);
        }
        if (left < 0) throw new IOException("the answer's chunks are malformed");
        if (left > 0) return;
        ended = true;
        while (!line().isEmpty()) {} // Fields after the last chunk mean nothing here.
    }

    private String line() throws IOException {
        String line = Lines.read(in, MOST_LINE);
        if (line == null) throw brokeOff();
        return line;
    }

    private static IOException brokeOff() {
        return new IOException("the connection broke off");
    }
}
