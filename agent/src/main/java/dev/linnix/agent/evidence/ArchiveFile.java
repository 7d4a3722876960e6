package dev.linnix.agent.evidence;

import dev.linnix.agent.space.Claim;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;

/**
 * An archive that is being written, under another name than it will have. Space is claimed before each write. It is there
 * once {@link #finish} has returned; closed without that it leaves nothing. Confined to one thread.
 */
public final class ArchiveFile implements WritableByteChannel {
    private static final System.Logger LOG = System.getLogger(ArchiveFile.class.getName());

    private final BundleStore store;
    private final BundleName bundle;
    private final String cause;
    private final int number;
    private final BundleFiles files;
    private final Claim claim;
    private final FileChannel channel;
    private long size;
    private long reserved;
    private long reservedForCause;
    private boolean over;

    ArchiveFile(BundleStore store, BundleFiles files, BundleName bundle, String cause, int number, Claim claim)
            throws IOException {
        this.store = store;
        this.files = files;
        this.bundle = bundle;
        this.cause = cause;
        this.number = number;
        this.claim = claim;
        channel = files.dir().open(part(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private String part() {
        return BundleFiles.part(name());
    }

    /** {@return the name it will have} */
    public String name() {
        return bundle.archive(number);
    }

    /** {@return bytes written} */
    public long size() {
        return size;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        reserve(files.dir().mostOnDisk(size + length));
        while (bytes.hasRemaining()) channel.write(bytes);
        size += length;
        return length;
    }

    private void reserve(long needed) throws IOException {
        if (needed <= reserved) return;
        claim.more(needed - reserved);
        reserved = needed;
    }

    /**
     * Makes sure that it is on disk, gives it its name and leaves it to the store, together with the space it takes.
     *
     * @throws IOException when that fails; it is to be closed all the same
     */
    public void finish() throws IOException {
        channel.force(true);
        channel.close();
        // File systems may take more than was foreseen.
        reserve(files.dir().stat(part()).allocated());
        reservedForCause += files.writeCause(bundle, cause, claim);
        store.finish(bundle, number);
        over = true;
        claim.keep(claim.bytes() - reserved - reservedForCause);
        // Last, and without anybody waiting: only the name could be lost now.
        files.dir().force();
    }

    @Override
    public boolean isOpen() {
        return !over;
    }

    /** Removes what was written, unless it was finished. */
    @Override
    public void close() throws IOException {
        if (over) return;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, part() + " did not close: " + e);
        }
        // What cannot be removed still takes its room, and so does the cause: that goes with the claim.
        files.dir().delete(part());
        over = true;
        claim.keep(claim.bytes() - reserved);
    }
}
