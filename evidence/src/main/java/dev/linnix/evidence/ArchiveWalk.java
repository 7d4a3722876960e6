package dev.linnix.evidence;

import dev.linnix.recording.ZstdInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the entries of an archive, one after the other, in constant memory, and believes nothing of what it reads.
 * Not thread-safe.
 */
final class ArchiveWalk implements AutoCloseable {
    private static final int PIECE = 64 << 10;

    /** A tar may be filled up with zeros to a multiple of 10 KB, or of what a tape takes. */
    private static final long MOST_FILLING = 1 << 20;

    private final String archive;
    private final ZstdInputStream in;
    private final byte[] piece = new byte[PIECE];
    private long total;
    private long left;
    private long padding;
    private String name = "";
    private String where = "at its beginning";

    /**
     * Begins.
     *
     * @param archive begins each message
     * @param most bytes that are decompressed
     */
    ArchiveWalk(ReadableByteChannel from, String archive, long most) throws IOException {
        this.archive = archive;
        this.total = most;
        this.in = new ZstdInputStream(from);
    }

    /**
     * {@return the header of the next entry; null after the last}
     *
     * @throws BundleException when the archive is damaged, cut off or too large, and cannot be read further
     */
    @Nullable
    TarHeader next() throws BundleException {
        while (left > 0) read();
        left = padding;
        while (left > 0) read();
        padding = 0;
        if (!name.isEmpty()) where = "after " + name;
        byte[] block = new byte[TarHeader.BLOCK];
        left = block.length;
        for (int filled = 0; left > 0; ) {
            int got = read();
            System.arraycopy(piece, 0, block, filled, got);
            filled += got;
        }
        if (isZero(block, block.length)) return null;
        TarHeader header;
        try {
            header = TarHeader.parse(block);
        } catch (IllegalArgumentException e) {
            throw broken(e);
        }
        name = shown(header.name());
        where = "in " + name;
        if (header.size() > total) {
            throw new BundleException(archive + ": " + name + " has " + header.size()
                    + " bytes, more than are read of an archive; the rest was not read");
        }
        left = header.size();
        padding = -left & (TarHeader.BLOCK - 1);
        return header;
    }

    /** {@return a name that can be shown} */
    static String shown(String name) {
        return name.isEmpty() ? "a file without a name" : name;
    }

    /**
     * Reads the content of the entry.
     *
     * @throws BundleException when the archive cannot be read further
     * @throws IOException when {@code to} fails
     */
    void copy(OutputStream to) throws IOException {
        while (left > 0) to.write(piece, 0, read());
    }

    /** Reads some of what is left. */
    private int read() throws BundleException {
        if (total <= 0) throw new BundleException(archive + ": it holds more than is read of an archive");
        try {
            int got = in.read(piece, 0, (int) Math.min(piece.length, Math.min(left, total)));
            if (got < 0) throw broken(null);
            left -= got;
            total -= got;
            return got;
        } catch (BundleException e) {
            throw e;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * Reads on to the end of the archive.
     *
     * @throws BundleException when it is damaged there, or anything but some zeros follows the last entry
     */
    void end() throws BundleException {
        long filling = 0;
        try {
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                filling += got;
                if (filling > MOST_FILLING || !isZero(piece, got)) {
                    throw new BundleException(archive + ": something follows the last file");
                }
            }
        } catch (BundleException e) {
            throw e;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static boolean isZero(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) if (bytes[i] != 0) return false;
        return true;
    }

    private BundleException broken(@Nullable Exception e) {
        String reason = e == null || e.getMessage() == null ? "it ends too early" : e.getMessage();
        return new BundleException(archive + ": it is damaged or cut off " + where + " (" + reason + ")", e);
    }

    @Override
    public void close() {
        in.close();
    }
}
