package dev.linnix.recording;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Which segment a block belongs to, by the numbers of the blocks; a segment may have lost its header. Not thread-safe. */
final class SegmentTracker {
    /** The longest header of a segment. */
    static final int MAX_HEADER = 64 << 10;

    private boolean open;
    private long expected;

    /** {@return whether the block is the first that is left of a segment} To be asked before {@link #missing}. */
    boolean begins(BlockHeader block) {
        return block.is(BlockType.HEADER) || !open || block.number() < expected;
    }

    /** {@return how many blocks of its segment are missing between the one before and this one, which is taken in} */
    long missing(BlockHeader block) {
        long next = begins(block) ? 0 : expected;
        expected = block.number() + 1;
        open = !block.is(BlockType.END);
        return block.number() - next;
    }

    /** {@return whether a segment has begun and not ended} */
    boolean isOpen() {
        return open;
    }

    /** The next block is of another segment, whatever its number. */
    void forget() {
        open = false;
    }

    /** {@return the header of a segment, from the payload of its first block} */
    static SegmentHeader header(Path file, long offset, MemorySegment payload) throws RecordingException {
        if (payload.byteSize() > MAX_HEADER) {
            throw new RecordingException(file + ": header of the segment at byte " + offset + ": expected at most "
                    + MAX_HEADER + " bytes, found " + payload.byteSize());
        }
        return SegmentHeader.parse(file.toString(), offset, text(payload));
    }

    static String text(MemorySegment payload) {
        return new String(payload.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
