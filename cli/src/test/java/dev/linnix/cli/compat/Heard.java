package dev.linnix.cli.compat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A pipe whose reader goes as soon as it has seen all it waits for. Thread-safe. */
final class Heard extends OutputStream {
    private final List<String> awaited;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Creates a pipe; one that waits for nothing is read to the end. */
    Heard(List<String> awaited) {
        this.awaited = awaited;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] some, int from, int length) throws IOException {
        bytes.write(some, from, length);
        if (!awaited.isEmpty() && missing(toString(), awaited).isEmpty()) throw new IOException("the reader has gone");
    }

    static List<String> missing(String text, List<String> awaited) {
        return awaited.stream().filter(word -> !text.contains(word)).toList();
    }

    @Override
    public synchronized String toString() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
