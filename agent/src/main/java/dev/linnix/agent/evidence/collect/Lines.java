package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.LimitedStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Hands on what is written to it line by line, each without its end and one char for each byte, cut at so many. */
final class Lines extends LimitedStream {
    private final int longest;
    private final Taker taker;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private boolean enough;

    /** Takes one line. */
    interface Taker {
        /** {@return whether more are wanted} */
        boolean take(String line) throws IOException;
    }

    Lines(int longest, Taker taker) {
        this.longest = longest;
        this.taker = taker;
    }

    @Override
    public boolean isFull() {
        return enough;
    }

    @Override
    public void write(int b) throws IOException {
        if (b == '\n') {
            flushLine();
        } else if (line.size() < longest) {
            line.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length && !enough; i++) write(bytes[i]);
    }

    private void flushLine() throws IOException {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        if (!enough && !taker.take(text)) enough = true;
    }

    /** Hands on what is behind the last line end. */
    @Override
    public void close() throws IOException {
        if (line.size() > 0) flushLine();
    }
}
