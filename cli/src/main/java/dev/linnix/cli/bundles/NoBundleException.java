package dev.linnix.cli.bundles;

import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file is something else than a bundle, not a damaged one: the message is one sentence that says which. */
final class NoBundleException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    /** The first bytes of a Zstandard frame (RFC 8878, 3.1.1). */
    private static final byte[] ZSTANDARD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private NoBundleException(Path file) {
        super(file + ": this is no bundle: it does not begin as what Zstandard compressed does");
    }

    /**
     * Looks at the first bytes; the position of the channel stays as it is.
     *
     * @throws NoBundleException when no bundle begins like this, not even one that is cut off
     */
    static void check(FileChannel channel, Path file) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(ZSTANDARD.length);
        channel.read(found, 0);
        found.flip();
        if (!found.equals(ByteBuffer.wrap(ZSTANDARD, 0, found.limit()))) throw new NoBundleException(file);
    }
}
