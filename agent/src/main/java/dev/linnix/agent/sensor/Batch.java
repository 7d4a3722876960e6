package dev.linnix.agent.sensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory for records back to back that grows up to a limit and keeps its size for the next time. Not thread-safe. */
final class Batch implements AutoCloseable {
    private final long limit;
    private Arena arena = Arena.ofShared();
    private MemorySegment memory;
    private long length;

    /**
     * Creates an empty batch.
     *
     * @param initial bytes to begin with
     * @param limit bytes it may grow to
     */
    Batch(long initial, long limit) {
        this.limit = limit;
        this.memory = arena.allocate(initial, 8);
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
        return memory;
    }

    /** {@return what is not used yet} */
    MemorySegment free() {
        return memory.asSlice(length);
    }

    /** {@return whether {@code bytes} more fit now, having grown if that was needed and allowed} */
    boolean reserve(long bytes) {
        long wanted = length + bytes;
        if (wanted <= memory.byteSize()) return true;
        if (wanted > limit) return false;
        Arena larger = Arena.ofShared();
        MemorySegment moved = larger.allocate(Math.min(limit, Math.max(wanted, memory.byteSize() * 2)), 8);
        MemorySegment.copy(memory, 0, moved, 0, length);
        arena.close();
        arena = larger;
        memory = moved;
        return true;
    }

    /** {@return the bytes used} */
    MemorySegment used() {
        return memory.asSlice(0, length);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) arena.close();
    }
}
