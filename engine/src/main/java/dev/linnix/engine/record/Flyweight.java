package dev.linnix.engine.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Base of the flyweights: a reusable window onto the bytes of one record. Bind it with {@link #wrap}; nothing is copied
 * and nothing is allocated. Integers are little-endian. Unsigned 32-bit fields are returned as {@code int}.
 */
public abstract class Flyweight {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int TIME_NS = 0;
    private static final int TYPE = 8;
    private static final int LENGTH = 12;

    private MemorySegment segment = MemorySegment.NULL;
    private long offset;

    /** {@return names, offsets and sizes of the record's fields} */
    public abstract RecordLayout layout();

    /** Binds this flyweight to a record that lies at {@code offset} of {@code segment}. */
    public final void wrap(MemorySegment segment, long offset) {
        this.segment = segment;
        this.offset = offset;
    }

    /** Binds this flyweight and writes a header: type and length of this record, and its time. */
    public final void begin(MemorySegment segment, long offset, long timeNs) {
        wrap(segment, offset);
        segment.asSlice(offset, layout().size()).fill((byte) 0);
        putLong(TIME_NS, timeNs);
        putInt(TYPE, layout().type());
        putInt(LENGTH, layout().size());
    }

    /** {@return the segment bound} */
    public final MemorySegment segment() {
        return segment;
    }

    /** {@return where in the segment the record begins, bytes} */
    public final long offset() {
        return offset;
    }

    /** {@return when it happened, CLOCK_BOOTTIME, ns} */
    public final long timeNs() {
        return getLong(TIME_NS);
    }

    /** {@return type of the record at this place, see {@link RecordType}} */
    public static int type(MemorySegment segment, long offset) {
        return segment.get(INT, offset + TYPE);
    }

    /** {@return length in bytes, header included, of the record at this place} */
    public static int length(MemorySegment segment, long offset) {
        return segment.get(INT, offset + LENGTH);
    }

    /** {@return time of the record at this place, CLOCK_BOOTTIME, ns} */
    public static long timeNs(MemorySegment segment, long offset) {
        return segment.get(LONG, offset + TIME_NS);
    }

    final long getLong(int field) {
        return segment.get(LONG, offset + field);
    }

    final int getInt(int field) {
        return segment.get(INT, offset + field);
    }

    final int getShort(int field) {
        return Short.toUnsignedInt(segment.get(SHORT, offset + field));
    }

    final void putLong(int field, long value) {
        segment.set(LONG, offset + field, value);
    }

    final void putInt(int field, int value) {
        segment.set(INT, offset + field, value);
    }

    final void putShort(int field, int value) {
        segment.set(SHORT, offset + field, (short) value);
    }

    /** Copies at most {@code capacity - 1} bytes and clears the rest. */
    final void putBytes(int field, int capacity, byte[] value) {
        int length = Math.min(value.length, capacity - 1);
        MemorySegment.copy(value, 0, segment, ValueLayout.JAVA_BYTE, offset + field, length);
        segment.asSlice(offset + field + length, capacity - length).fill((byte) 0);
    }
}
