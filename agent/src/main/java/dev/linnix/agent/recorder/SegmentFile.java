package dev.linnix.agent.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/**
 * The segment that is being written. Makes room for each block before it writes it, and counts it once it is there as a
 * whole; what was written of a block that failed is taken away again. Confined to the recorder's thread.
 */
final class SegmentFile implements WritableByteChannel {
    private final Segments segments;
    private final Segments.Entry entry;
    private final FileChannel channel;

    SegmentFile(Segments segments, Segments.Entry entry, FileChannel channel) {
        this.segments = segments;
        this.entry = entry;
        this.channel = channel;
    }

    /** Writes one block, all of it or none. */
    @Override
    public int write(ByteBuffer block) throws IOException {
        int length = block.remaining();
        segments.makeRoom(entry, length);
        long before = channel.position();
        try {
            while (block.hasRemaining()) channel.write(block);
        } catch (IOException e) {
            cut(before, e);
            throw e;
        }
        segments.grew(entry, length);
        return length;
    }

    /** Half a block is harmless, since its checksum is wrong; but it would take room. */
    private void cut(long length, IOException cause) {
        try {
            channel.truncate(length);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Says up to which event time it reaches, as wall time since 1970, ns. */
    void reaches(long wallNs) {
        segments.reaches(entry, wallNs);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Nothing more is written to it. */
    @Override
    public void close() throws IOException {
        segments.ended(entry);
        channel.close();
    }
}
