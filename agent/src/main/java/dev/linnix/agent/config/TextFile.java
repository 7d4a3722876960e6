package dev.linnix.agent.config;

import dev.linnix.engine.rule.RuleParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

    /** {@return SHA-256 of a text that was read from a file, in hexadecimal: that of the file, since UTF-8 has one form} */
    public static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
