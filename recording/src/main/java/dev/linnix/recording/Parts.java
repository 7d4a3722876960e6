package dev.linnix.recording;

import dev.linnix.engine.state.Keyframe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Joins payloads that came in parts, and the halves of a keyframe, outside of the heap until they are whole. What loses a
 * part is given up and counted once. Not thread-safe.
 */
final class Parts implements AutoCloseable {
    /** Half a keyframe that takes more than a quarter of the heap is refused: it could not be read anyway. */
    private static final long HALF =
            Math.min(SegmentWriter.MAX_KEYFRAME, Runtime.getRuntime().maxMemory() / 4);

    private final Skipped skipped;
    private Memory memory = new Memory(0);
    private long size;
    private @Nullable BlockType joining;
    private byte @Nullable [] images;
    private boolean spoiled;

    Parts(Skipped skipped) {
        this.skipped = skipped;
    }

    /** {@return the payload once it is whole, null before; valid until the next call} */
    @Nullable
    MemorySegment join(BlockType type, BlockHeader block, MemorySegment payload) {
        boolean further = block.is(BlockHeader.FURTHER);
        if (block.is(BlockHeader.CONTINUES)) {
            if (joining != type || size + payload.byteSize() > limit(type)) {
                spoil();
                return null;
            }
        } else {
            if (joining != null) spoil();
            if (type != BlockType.STATE) begin();
            if (!further) return payload;
            joining = type;
            size = 0;
        }
        append(payload);
        if (further) return null;
        joining = null;
        return memory.bytes.asSlice(0, size);
    }

    private static long limit(BlockType type) {
        return switch (type) {
            case IMAGES, STATE -> HALF;
            case RULES -> SegmentWriter.MAX_RULES;
            default -> BlockHeader.MAX_LENGTH;
        };
    }

    /** Something whole begins, which is no second half. */
    private void begin() {
        if (images != null) spoil();
        spoiled = false;
    }

    /** Keeps the first half of a keyframe. */
    void images(MemorySegment payload) {
        images = payload.toArray(ValueLayout.JAVA_BYTE);
    }

    /** {@return the keyframe of which this is the second half; null when the first is missing} */
    @Nullable
    Keyframe keyframe(MemorySegment state) {
        byte[] first = images;
        images = null;
        if (first == null) {
            spoil();
            return null;
        }
        return Keyframe.of(first, state.toArray(ValueLayout.JAVA_BYTE));
    }

    /** Something is missing here, or the recording is at its end: what is not whole never will be. */
    void interrupt() {
        if (joining != null || images != null) spoil();
    }

    private void spoil() {
        if (!spoiled) skipped.incomplete();
        spoiled = true;
        joining = null;
        images = null;
    }

    private void append(MemorySegment payload) {
        long needed = size + payload.byteSize();
        if (needed > memory.bytes.byteSize()) {
            Memory smaller = memory;
            memory = new Memory(Math.max(needed, 2 * smaller.bytes.byteSize()));
            MemorySegment.copy(smaller.bytes, 0, memory.bytes, 0, size);
            smaller.arena.close();
        }
        MemorySegment.copy(payload, 0, memory.bytes, size, payload.byteSize());
        size = needed;
    }

    @Override
    public void close() {
        memory.arena.close();
    }

    private static final class Memory {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment bytes;

        private Memory(long length) {
            bytes = arena.allocate(length, Long.BYTES);
        }
    }
}
