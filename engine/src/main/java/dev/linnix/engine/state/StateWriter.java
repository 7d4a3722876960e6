package dev.linnix.engine.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes state into memory that grows as needed. Not thread-safe. */
public final class StateWriter extends StateIo {
    private static final int FIRST = 64 << 10;
    private static final int FRAME = Integer.BYTES;
    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[FIRST];
    private int length;

    /** Creates a writer of nothing yet. */
    public StateWriter() {}

    /** {@return what was written} */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** {@return how much was written, bytes} */
    public int length() {
        return length;
    }

    @Override
    public boolean reading() {
        return false;
    }

    /** Zigzag, then 7 bits to a byte, the lowest first; the high bit says that more follow. */
    @Override
    public long i64(long value) {
        ensure(LONGEST_NUMBER);
        long rest = value << 1 ^ value >> 63;
        int at = length;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        length = at;
        return value;
    }

    @Override
    public long word(long value) {
        ensure(Long.BYTES);
        for (int i = 0; i < Long.BYTES; i++) bytes[length++] = (byte) (value >>> (i * Byte.SIZE));
        return value;
    }

    @Override
    public String text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
        return value;
    }

    @Override
    public byte[] bytes(byte[] value) {
        i64(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return value;
    }

    @Override
    public void frame(Runnable fields) {
        ensure(FRAME);
        int begin = length;
        length += FRAME;
        fields.run();
        int size = length - begin - FRAME;
        for (int i = 0; i < FRAME; i++) bytes[begin + i] = (byte) (size >>> (i * Byte.SIZE));
    }

    @Override
    public int count(int value, int most) {
        i64(value);
        return value;
    }

    private void ensure(int more) {
        if (bytes.length - length >= more) return;
        bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), Math.multiplyExact(bytes.length, 2)));
    }
}
