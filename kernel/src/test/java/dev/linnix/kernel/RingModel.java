package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The producer's side of a ring buffer as the kernel plays it, over plain memory. What the kernel gets from mapping its
 * pages twice is done here by writing twice.
 */
final class RingModel {
    private static final VarHandle LONG = JAVA_LONG.varHandle();
    private static final VarHandle INT = JAVA_INT.varHandle();

    final MemorySegment consumer = Arena.ofAuto().allocate(8, 8);
    final MemorySegment producer = Arena.ofAuto().allocate(8, 8);
    final MemorySegment data;
    final long size;
    private long position;

    RingModel(long size, long start) {
        this.size = size;
        this.position = start;
        this.data = Arena.ofAuto().allocate(2 * size, 8);
        consumer.set(JAVA_LONG, 0, start);
        producer.set(JAVA_LONG, 0, start);
    }

    RingReader reader() {
        return new RingReader(consumer, producer, data, size);
    }

    /** {@return where the busy record begins, or -1 when the ring has no room} */
    long reserve(int length) {
        long at = position;
        long next = at + ((length + RingReader.HEADER + 7L) & -8L);
        if (next - (long) LONG.getAcquire(consumer, 0L) > size - 1) return -1;
        putWord(at, length | RingReader.BUSY);
        position = next;
        LONG.setRelease(producer, 0L, next);
        return at;
    }

    /** Fills the payload with one value and makes the record visible, or discards it. */
    void commit(long at, int length, int value, boolean discard) {
        for (int i = 0; i < length; i++) putByte(at + RingReader.HEADER + i, (byte) value);
        putWord(at, discard ? length | RingReader.DISCARDED : length);
    }

    private void putByte(long at, byte value) {
        long offset = at & (size - 1);
        data.set(JAVA_BYTE, offset, value);
        data.set(JAVA_BYTE, offset + size, value);
    }

    private void putWord(long at, int word) {
        long offset = at & (size - 1);
        INT.setRelease(data, offset + size, word);
        INT.setRelease(data, offset, word);
    }
}
