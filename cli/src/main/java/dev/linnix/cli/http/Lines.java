package dev.linnix.cli.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines of bounded length. */
final class Lines {
    private Lines() {}

    /**
     * {@return the next line without its end; null when the stream ended before one was complete}
     *
     * @param most bytes a line may have
     * @throws IOException when it has more, or the stream breaks
     */
    static @Nullable String read(InputStream in, int most) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) return null;
            if (line.size() == most) throw new IOException("a line of the answer is longer than " + most + " bytes");
            line.write(c);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
