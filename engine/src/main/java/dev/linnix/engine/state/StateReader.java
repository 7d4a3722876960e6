package dev.linnix.engine.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads state. Whatever the bytes are, it ends, takes no more memory than a few times their length, and throws nothing
 * but {@link MalformedStateException}. Not thread-safe.
 */
public final class StateReader extends StateIo {
    private static final int FRAME = Integer.BYTES;

    private final byte[] bytes;
    private int at;
    /** Where the frame ends that is being read. */
    private int end;

    /** Creates a reader from the first byte on. */
    public StateReader(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    @Override
    public boolean reading() {
        return true;
    }

    @Override
    public long i64(long value) {
        if (at == end) return value;
        long read = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = next();
            read |= (long) (next & 0x7f) << shift;
            if (next >= 0) return read >>> 1 ^ -(read & 1);
        }
        throw new MalformedStateException("a number at byte " + at + " does not end");
    }

    @Override
    public long word(long value) {
        if (at == end) return value;
        long read = 0;
        for (int i = 0; i < Long.BYTES; i++) read |= (next() & 0xffL) << (i * Byte.SIZE);
        return read;
    }

    @Override
    public String text(String value) {
        if (at == end) return value;
        byte[] read = take();
        return new String(read, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes(byte[] value) {
        return at == end ? value : take();
    }

    private byte[] take() {
        int length = count(0, Integer.MAX_VALUE);
        byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return taken;
    }

    @Override
    public void frame(Runnable fields) {
        if (at == end) return;
        long size = 0;
        for (int i = 0; i < FRAME; i++) size |= (next() & 0xffL) << (i * Byte.SIZE);
        if (size > end - at) throw new MalformedStateException("an object at byte " + at + " is too long: " + size);
        int outer = end;
        end = at + (int) size;
        fields.run();
        at = end;
        end = outer;
    }

    /** Every element takes a byte at least, so there cannot be more of them than bytes are left. */
    @Override
    public int count(int value, int most) {
        if (at == end) return value;
        long read = i64(value);
        if (read < 0 || read > most || read > end - at) {
            throw new MalformedStateException(
                    "expected at most " + Math.min(most, end - at) + " elements, found " + read);
        }
        return (int) read;
    }

    private byte next() {
        if (at == end) throw new MalformedStateException("the bytes end within a value");
        return bytes[at++];
    }
}
