package dev.linnix.cli.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A protobuf message under construction, in the encoding of protobuf.dev/programming-guides/encoding: each value after a tag
 * of its field's number and its wire type. By hand, because the library leans on {@code sun.misc.Unsafe} and this is all of it
 * that is needed. Fields may come in any order. Not thread-safe.
 */
final class Message {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;

    private byte[] bytes = new byte[64];
    private int length;

    /** Adds an integer, a bool or an enum; a negative one as int64 has it. */
    Message put(int field, long value) {
        varint(field << 3 | VARINT);
        varint(value);
        return this;
    }

    /** Adds a fixed64. */
    Message putFixed(int field, long value) {
        varint(field << 3 | FIXED64);
        for (int i = 0; i < Long.BYTES; i++) add((byte) (value >>> (i * Byte.SIZE)));
        return this;
    }

    /** Adds a double. */
    Message put(int field, double value) {
        return putFixed(field, Double.doubleToRawLongBits(value));
    }

    /** Adds a string. */
    Message put(int field, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return put(field, text, text.length);
    }

    /** Adds a message. */
    Message put(int field, Message value) {
        return put(field, value.bytes, value.length);
    }

    private Message put(int field, byte[] value, int count) {
        varint(field << 3 | LENGTH_DELIMITED);
        varint(count);
        if (length + count > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        System.arraycopy(value, 0, bytes, length, count);
        length += count;
        return this;
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7f) != 0) {
            add((byte) (rest | 0x80));
            rest >>>= 7;
        }
        add((byte) rest);
    }

    private void add(byte value) {
        if (length == bytes.length) bytes = Arrays.copyOf(bytes, length * 2);
        bytes[length++] = value;
    }

    /** Writes what was added, without a tag or a length of its own. */
    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }
}
