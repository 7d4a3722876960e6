package dev.linnix.engine.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Base of the flyweights: a reusable window onto one record. {@link #wrap} takes the record's bytes over into words of
 * its own in one copy, from which the fields are read; setters write through to the bytes. Nothing is allocated.
 * Integers are little-endian. Unsigned 32-bit fields are returned as {@code int}.
 *
 * <p>One copy and plain array reads, because under C1, which keeps the agent small, nothing inlines a read through
 * a {@link MemorySegment}: it costs 15 to 30 ns, and a record has ten fields. For the same reason the copy goes through
 * a buffer's view of the segment, made once for each: 60 ns where {@link MemorySegment#copy} takes 110.
 */
public abstract class Flyweight {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** One by one, so many words cost less than the call that copies all at once. */
    private static final int FEW_WORDS = 4;

    private static final int TIME_NS = 0;
    private static final int TYPE = 8;
    private static final int LENGTH = 12;

    private MemorySegment segment = MemorySegment.NULL;
    private long offset;
    private MemorySegment viewed = MemorySegment.NULL;
    private @Nullable LongBuffer view;
    private long[] words;
    /** Where this struct begins in the words, bytes. */
    private int base;

    Flyweight(RecordLayout layout) {
        words = new long[layout.size() / Long.BYTES];
    }

    /** {@return names, offsets and sizes of the record's fields} */
    public abstract RecordLayout layout();

    /** Binds this flyweight to a record that lies at {@code offset} of {@code segment}. */
    public final void wrap(MemorySegment segment, long offset) {
        this.segment = segment;
        this.offset = offset;
        LongBuffer buffer = viewOf(segment);
        if (buffer == null || (offset & 7) != 0) MemorySegment.copy(segment, LONG, offset, words, 0, words.length);
        else if (words.length > FEW_WORDS) buffer.get((int) (offset >> 3), words, 0, words.length);
        else for (int i = 0; i < words.length; i++) words[i] = buffer.get((int) (offset >> 3) + i);
    }

    /** Records come from few segments: a flyweight meets the same one again and again. */
    @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"
    }) // a segment equal to another may be closed before it
    private @Nullable LongBuffer viewOf(MemorySegment segment) {
        if (segment != viewed) {
            viewed = segment;
            view = isWide(segment)
                    ? segment.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer()
                    : null;
        }
        return view;
    }

    /** {@return whether a buffer can show the segment as aligned words} */
    private static boolean isWide(MemorySegment segment) {
        return segment.isNative() && (segment.address() & 7) == 0 && segment.byteSize() <= Integer.MAX_VALUE;
    }

    /** Binds this flyweight to a part of a record that another one is bound to. */
    final void wrapPart(Flyweight whole, int field) {
        segment = whole.segment;
        offset = whole.offset + field;
        words = whole.words;
        base = whole.base + field;
    }

    /** Binds this flyweight and writes a header: type and length of this record, and its time. */
    public final void begin(MemorySegment segment, long offset, long timeNs) {
        segment.asSlice(offset, layout().size()).fill((byte) 0);
        wrap(segment, offset);
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
        return words[(base + field) >> 3];
    }

    final int getInt(int field) {
        int at = base + field;
        return (int) (words[at >> 3] >>> ((at & 4) << 3));
    }

    final int getShort(int field) {
        int at = base + field;
        return (int) (words[at >> 3] >>> ((at & 7) << 3)) & 0xffff;
    }

    final void putLong(int field, long value) {
        segment.set(LONG, offset + field, value);
        words[(base + field) >> 3] = value;
    }

    final void putInt(int field, int value) {
        segment.set(INT, offset + field, value);
        reload(field);
    }

    final void putShort(int field, int value) {
        segment.set(SHORT, offset + field, (short) value);
        reload(field);
    }

    /** Copies at most {@code capacity - 1} bytes, so that the name ends with NUL, and clears the rest. */
    final void putName(int field, int capacity, byte[] value) {
        putBytes(field, capacity, value.length < capacity ? value : Arrays.copyOf(value, capacity - 1));
    }

    /** Copies at most {@code capacity} bytes and clears the rest. */
    final void putBytes(int field, int capacity, byte[] value) {
        int length = Math.min(value.length, capacity);
        MemorySegment.copy(value, 0, segment, ValueLayout.JAVA_BYTE, offset + field, length);
        segment.asSlice(offset + field + length, capacity - length).fill((byte) 0);
        for (int at = field; at < field + capacity; at += Long.BYTES) reload(at);
    }

    /** Clears what lies behind the first {@code used} bytes of a field that ends with a word. */
    final void clearUnused(int field, int used, int capacity) {
        segment.asSlice(offset + field + used, capacity - used).fill((byte) 0);
        int at = base + field + used;
        int word = at >> 3;
        if ((at & 7) != 0) words[word++] &= (1L << ((at & 7) << 3)) - 1;
        Arrays.fill(words, word, (base + field + capacity) >> 3, 0);
    }

    private void reload(int field) {
        int word = (base + field) >> 3;
        words[word] = segment.get(LONG, offset - base + (long) word * Long.BYTES);
    }
}
