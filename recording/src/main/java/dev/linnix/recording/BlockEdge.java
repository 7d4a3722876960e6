package dev.linnix.recording;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the blocks of a recording while its bytes come in pieces of any size, to know where the last whole block ends: a
 * recording that breaks off is cut there. Not thread-safe.
 */
public final class BlockEdge {
    private final ByteBuffer head = ByteBuffer.allocate(BlockHeader.SIZE);
    private @Nullable BlockHeader block;
    private long blockEnd;
    private long whole;
    private long seen;
    private long lastNs;

    /**
     * Takes the next bytes.
     *
     * @throws RecordingException when they are no recording
     */
    public void take(byte[] bytes, int length) throws RecordingException {
        int at = 0;
        while (at < length) {
            long wanted = block == null ? head.remaining() : blockEnd - seen;
            int some = (int) Math.min(length - at, wanted);
            if (block == null) head.put(bytes, at, some);
            at += some;
            seen += some;
            if (block == null && !head.hasRemaining()) begin();
            if (block != null && seen == blockEnd) end(block);
        }
    }

    private void begin() throws RecordingException {
        block = BlockHeader.read(MemorySegment.ofArray(head.array()), 0);
        if (block == null) throw new RecordingException("what came is no recording: expected a block at byte " + whole);
        blockEnd = whole + block.blockLength();
        head.clear();
    }

    private void end(BlockHeader ended) {
        whole = seen;
        lastNs = Math.max(lastNs, ended.lastNs());
        block = null;
    }

    /** {@return where the last whole block ends, bytes from the beginning} */
    public long whole() {
        return whole;
    }

    /** {@return how much has come, bytes} */
    public long seen() {
        return seen;
    }

    /** {@return the latest time in the whole blocks, CLOCK_BOOTTIME ns; 0 when there was none} */
    public long lastNs() {
        return lastNs;
    }
}
