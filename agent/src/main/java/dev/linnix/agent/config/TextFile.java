package dev.linnix.agent.config;

import dev.linnix.engine.rule.RuleParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the text files people write for the agent. Thread-safe. */
public final class TextFile {
    /** Most bytes of one. */
    public static final int MOST_BYTES = 4 * RuleParser.MAX_LENGTH;

    private TextFile() {}

    /**
     * {@return the text of a file}
     *
     * @throws CharacterCodingException when it is not UTF-8
     * @throws IOException when it cannot be read, or is longer than {@link #MOST_BYTES}; no more than that is read
     */
    public static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("expected at most " + MOST_BYTES + " bytes, found more");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }
}
