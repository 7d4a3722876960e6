package dev.linnix.agent.sensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory for records back to back that grows up to a limit and keeps its size for the next time. Not thread-safe. */
final class Batch implements AutoCloseable {
    private final long limit;
    private Block block;
    private long length;

    /**
     * Creates an empty batch.
     *
     * @param initial bytes to begin with
     * @param limit bytes it may grow to
     */
    Batch(long initial, long limit) {
        this.limit = limit;
        this.block = new Block(initial);
    }

    void clear() {
        length = 0;
    }

    long length() {
        return length;
    }

    /** Says that bytes up to here are used. */
    void length(long value) {
        length = value;
    }

    /** {@return all the memory; stays the same until {@link #reserve} makes it grow} */
    MemorySegment memory() {
        return block.memory;
    }

    /** {@return what is not used yet} */
    MemorySegment free() {
        return block.memory.asSlice(length);
    }

    /** {@return whether {@code bytes} more fit now, having grown if that was needed and allowed} */
    boolean reserve(long bytes) {
        long wanted = length + bytes;
        if (wanted <= block.memory.byteSize()) return true;
        if (wanted > limit) return false;
        Block larger = new Block(Math.min(limit, Math.max(wanted, block.memory.byteSize() * 2)));
        MemorySegment.copy(block.memory, 0, larger.memory, 0, length);
        block.close();
        block = larger;
        return true;
    }

    /** {@return the bytes used} */
    MemorySegment used() {
        return block.memory.asSlice(0, length);
    }

    @Override
    public void close() {
        block.close();
    }

    private static final class Block {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment memory;

        Block(long bytes) {
            memory = arena.allocate(bytes, 8);
        }

        void close() {
            if (arena.scope().isAlive()) arena.close();
        }
    }
}
