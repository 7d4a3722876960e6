package dev.linnix.agent.evidence.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes of a file, by place. */
@FunctionalInterface
interface ByteSource {
    /**
     * Hands over bytes, fewer than asked where the file ends.
     *
     * @throws java.nio.file.AccessDeniedException when it may not be read
     * @throws IOException when it cannot be read, or {@code to} fails
     */
    void read(long offset, long length, OutputStream to) throws IOException, InterruptedException;

    /** {@return so many bytes} */
    default byte[] bytes(long offset, int length) throws IOException, InterruptedException {
        ByteArrayOutputStream to = new ByteArrayOutputStream(length);
        read(offset, length, to);
        return to.toByteArray();
    }
}
