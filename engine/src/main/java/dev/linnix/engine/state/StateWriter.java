package dev.linnix.engine.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes state into memory, piece by piece: what is written is never copied to make room for more, so that the state of a
 * large host takes its own length and no more. Not thread-safe.
 */
public final class StateWriter extends StateIo {
    private static final int SHIFT = 16;
    /** Length of every piece but the last, bytes. */
    static final int PIECE = 1 << SHIFT;

    /** Their length still is an int. */
    private static final int MOST_PIECES = (1 << (Integer.SIZE - 1 - SHIFT)) - 1;

    private static final int FRAME = Integer.BYTES;
    private static final int LONGEST_NUMBER = 10;

    /** What is left to everyone else when memory is scarce, bytes. */
    private static final long RESERVE = 4 << 20;

    private final List<byte[]> pieces = new ArrayList<>();
    private final LongSupplier free;
    private boolean collected;
    private byte[] piece = new byte[PIECE];
    /** Where the next byte goes in the last piece. */
    private int at;

    /** Creates a writer of nothing yet, which throws {@link StateSizeException} rather than use up the heap. */
    public StateWriter() {
        this(StateWriter::free);
    }

    /** Creates a writer that asks for the free memory of another heap, bytes. */
    StateWriter(LongSupplier free) {
        this.free = free;
        pieces.add(piece);
    }

    /** What nobody refers to any more counts as used. */
    private static long free() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    /** {@return what was written, in pieces; nothing is to be written after} */
    public List<byte[]> pieces() {
        List<byte[]> written = new ArrayList<>(pieces);
        written.set(written.size() - 1, Arrays.copyOf(piece, at));
        return List.copyOf(written);
    }

    /** {@return what was written} */
    public byte[] toBytes() {
        ByteBuffer all = ByteBuffer.allocate(length());
        pieces().forEach(all::put);
        return all.array();
    }

    /** {@return how much was written, bytes} */
    public int length() {
        return (pieces.size() - 1) * PIECE + at;
    }

    @Override
    public boolean reading() {
        return false;
    }

    /** Zigzag, then 7 bits to a byte, the lowest first; the high bit says that more follow. */
    @Override
    public long i64(long value) {
        long rest = value << 1 ^ value >> 63;
        if (at > PIECE - LONGEST_NUMBER) {
            overEdge(rest);
            return value;
        }
        byte[] to = piece;
        int next = at;
        while ((rest & ~0x7fL) != 0) {
            to[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[next++] = (byte) rest;
        at = next;
        return value;
    }

    /** Where the piece may end within the number. */
    private void overEdge(long zigzag) {
        long rest = zigzag;
        while ((rest & ~0x7fL) != 0) {
            put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        put((byte) rest);
    }

    @Override
    public long word(long value) {
        for (int i = 0; i < Long.BYTES; i++) put((byte) (value >>> (i * Byte.SIZE)));
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
        int done = 0;
        while (done < value.length) {
            if (at == PIECE) next();
            int length = Math.min(PIECE - at, value.length - done);
            System.arraycopy(value, done, piece, at, length);
            done += length;
            at += length;
        }
        return value;
    }

    /** The length stands in front, so it is put there once it is known, maybe some pieces back. */
    @Override
    public void frame(Runnable fields) {
        int begin = length();
        for (int i = 0; i < FRAME; i++) put((byte) 0);
        fields.run();
        int size = length() - begin - FRAME;
        for (int i = 0; i < FRAME; i++) {
            int place = begin + i;
            pieces.get(place >> SHIFT)[place & (PIECE - 1)] = (byte) (size >>> (i * Byte.SIZE));
        }
    }

    @Override
    public int count(int value, int most) {
        i64(value);
        return value;
    }

    private void put(byte value) {
        if (at == PIECE) next();
        piece[at++] = value;
    }

    private void next() {
        if (pieces.size() == MOST_PIECES || isScarce()) throw new StateSizeException(length());
        piece = new byte[PIECE];
        pieces.add(piece);
        at = 0;
    }

    /** Whoever runs out of memory ends the process, so what is no longer used is collected before that is believed. */
    private boolean isScarce() {
        if (free.getAsLong() >= RESERVE) return false;
        if (!collected) System.gc();
        collected = true;
        return free.getAsLong() < RESERVE;
    }
}
