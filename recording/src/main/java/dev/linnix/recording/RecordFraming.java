package dev.linnix.recording;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Records back to back, each with its own length in its header: a multiple of 8, at least that of the header. */
final class RecordFraming {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 16;
    private static final int LENGTH = 12;

    private RecordFraming() {}

    /**
     * {@return where the last record ends that begins at or after {@code from} and ends within {@code most} bytes of it,
     * but at least one; -1 when what lies there are no records}
     */
    static long end(MemorySegment records, long from, long most) {
        long size = records.byteSize();
        long at = from;
        while (at < size) {
            if (size - at < HEADER) return -1;
            int length = records.get(INT, at + LENGTH);
            if (length < HEADER || (length & 7) != 0 || length > size - at) return -1;
            if (at > from && at + length - from > most) return at;
            at += length;
        }
        return at;
    }
}
