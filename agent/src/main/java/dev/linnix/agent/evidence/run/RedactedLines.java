package dev.linnix.agent.evidence.run;

import dev.linnix.engine.Redactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Hides credentials in text on its way to where it is kept, line by line; of a line, {@value #LONGEST} bytes are kept. A
 * private key that spans lines is hidden up to its end, or {@value #LONGEST_KEY} lines. Not thread-safe.
 */
final class RedactedLines {
    /** Bytes kept of one line. */
    static final int LONGEST = 32 * 1024;

    static final int LONGEST_KEY = 100;

    private static final String KEY = "PRIVATE KEY-----";
    private static final String HIDDEN_LINE = Redactor.HIDDEN + "\n";

    /** Takes what is ready to be stored. */
    interface Sink {
        /** Takes bytes. */
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private long beyond;
    private int keyLinesLeft;

    RedactedLines(Sink sink) {
        this.sink = sink;
    }

    /** As {@link OutputStream#write(byte[], int, int)}. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int newline = from;
            while (newline < end && bytes[newline] != '\n') newline++;
            add(bytes, from, newline - from);
            if (newline == end) return;
            flush(true);
            from = newline + 1;
        }
    }

    /** Passes on what came behind the last line end. */
    void finish() throws IOException {
        if (line.size() > 0) flush(false);
    }

    private void add(byte[] bytes, int from, int length) {
        int kept = Math.min(length, LONGEST - line.size());
        line.write(bytes, from, kept);
        beyond += length - kept;
    }

    private void flush(boolean ended) throws IOException {
        // one char for each byte, so that none is lost; all that the rules look for is ASCII
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        // The last word may be half a credential, which no rule knows.
        String whole = beyond == 0 ? text : text.substring(0, lastSpace(text));
        String shown = hidden(whole, ended);
        if (beyond > 0) shown = shown + " [" + (beyond + text.length() - whole.length()) + " bytes more]\n";
        beyond = 0;
        byte[] bytes = shown.getBytes(StandardCharsets.ISO_8859_1);
        sink.write(bytes, 0, bytes.length);
    }

    private static int lastSpace(String text) {
        int at = text.length();
        while (at > 0 && text.charAt(at - 1) != ' ' && text.charAt(at - 1) != '\t') at--;
        return at;
    }

    private String hidden(String text, boolean ended) {
        if (keyLinesLeft > 0) {
            keyLinesLeft = text.contains("-----END") ? 0 : keyLinesLeft - 1;
            return HIDDEN_LINE;
        }
        int key = text.indexOf(KEY);
        if (key >= 0 && text.contains("-----BEGIN") && text.indexOf("-----END", key) < 0) keyLinesLeft = LONGEST_KEY;
        return Redactor.line(text) + (ended && beyond == 0 ? "\n" : "");
    }
}
