package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * Reads a BPF ring buffer in place: no copy, no allocation, no call into the kernel.
 *
 * <p>The protocol (kernel/bpf/ringbuf.c): two free-running positions, each on a page of its own, and the data, mapped
 * twice in a row so that a record never wraps for its reader. A record is an 8-byte header, whose first word holds the
 * length and two flags, and the payload, padded to 8 bytes. Busy means reserved but not yet committed: everything
 * behind it must wait, which is what keeps the order. Discarded means committed to be skipped.
 *
 * <p>Works over any memory laid out so. Confined to one thread; the producers may be others.
 */
public final class RingReader {
    static final int BUSY = 1 << 31;
    static final int DISCARDED = 1 << 30;
    static final int HEADER = 8;

    private static final int MOST_BYTES = 1 << 29;

    /** Room is given back to the producers each time this many records were taken, not at each. */
    private static final int PUBLISH_EVERY = 256;

    private static final VarHandle LONG = JAVA_LONG.varHandle();

    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final MemorySegment data;
    /** The data in words: where C1 inlines nothing, a read costs a third of one through the segment. */
    private final LongBuffer words;

    private final long mask;
    private long position;
    /** The producer position as last read: up to it there is no need to look again. */
    private long end;

    /**
     * Reads from where the consumer position stands.
     *
     * @param consumer holds the consumer position in its first 8 bytes; written by this reader
     * @param producer holds the producer position in its first 8 bytes
     * @param data the data twice in a row
     * @param size of the data, bytes; a power of two, at most 2^29
     */
    public RingReader(MemorySegment consumer, MemorySegment producer, MemorySegment data, long size) {
        if (Long.bitCount(size) != 1) throw new IllegalArgumentException("ring size " + size + " is no power of two");
        if (size > MOST_BYTES) throw new IllegalArgumentException("ring size " + size + " is above " + MOST_BYTES);
        if (data.byteSize() < 2 * size) throw new IllegalArgumentException("the data must be mapped twice in a row");
        this.consumer = consumer;
        this.producer = producer;
        this.data = data;
        this.words = data.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        this.mask = size - 1;
        this.position = (long) LONG.getAcquire(consumer, 0L);
        this.end = position;
    }

    /**
     * Hands over committed records in order until there is none, one is busy, or {@code limit} were handed over. A
     * record counts as taken even if the handler throws; the exception goes to the caller.
     *
     * @return how many were handed over
     */
    public int drain(RecordHandler handler, int limit) {
        int taken = 0;
        int unpublished = 0;
        try {
            while (taken < limit) {
                long offset = position & mask;
                int word = header(offset);
                if ((word & BUSY) != 0) {
                    if (unpublished == 0) break;
                    // Nothing more, it seems. Our position must be seen before we look again (StoreLoad): a producer
                    // that still found the reader behind does not wake it, and it would sleep on that record.
                    LONG.setVolatile(consumer, 0L, position);
                    unpublished = 0;
                    continue;
                }
                int length = word & ~DISCARDED;
                long next = position + ((length + HEADER + 7L) & -8L);
                if (unpublished++ == PUBLISH_EVERY) {
                    LONG.setRelease(consumer, 0L, position); // this record's bytes are still needed
                    unpublished = 1;
                }
                position = next;
                if ((word & DISCARDED) != 0) continue;
                taken++;
                handler.onRecord(data, offset + HEADER, length);
            }
        } finally {
            if (unpublished > 0) LONG.setVolatile(consumer, 0L, position);
        }
        return taken;
    }

    /** {@return length and flags of the record at the position; busy when there is none} */
    private int header(long offset) {
        if (position >= end) {
            end = producerPosition();
            if (position >= end) return BUSY;
        }
        int word = (int) words.get((int) (offset >> 3));
        VarHandle.acquireFence(); // the record's bytes are read after the word that says they are there
        return word;
    }

    /** {@return how far producers have come, busy records included, bytes since the ring was made} */
    public long producerPosition() {
        return (long) LONG.getAcquire(producer, 0L);
    }

    /** {@return how far this reader has come, bytes since the ring was made} */
    public long consumerPosition() {
        return position;
    }
}
