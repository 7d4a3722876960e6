package dev.linnix.agent.config;

import dev.linnix.engine.rule.Document.Scalar;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** A file that holds a token and nothing else but white space around it. Stateless. */
final class TokenFile {
    private TokenFile() {}

    /**
     * {@return the token}
     *
     * @throws AccessDeniedException when this user may not read the file
     * @throws IOException with what was expected and found, when it holds no token or cannot be read; never with what the
     *     file holds
     */
    static String read(Path file) throws IOException {
        String text;
        try {
            text = TextFile.read(file).strip();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (CharacterCodingException e) {
            throw new IOException("expected UTF-8 text in " + file + ", found other bytes", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        if (text.isEmpty()) throw new IOException("expected a token in " + file + ", found nothing");
        try {
            return Schema.API_TOKEN.type().read(new Scalar(1, text, text));
        } catch (ValueType.Unfit e) {
            throw new IOException(e.text() + " in " + file, e);
        }
    }

    /** {@return what to tell somebody who lets every user of the host read a secret; empty when nobody does} */
    static Optional<String> exposure(Path file) {
        try {
            if (!Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) return Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            // Then reading it failed as well, and that was reported.
            return Optional.empty();
        }
        return Optional.of("every user of this host can read the token in " + file + "; chmod o-r " + file);
    }
}
