package dev.linnix.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * Writes fields down, or reads them back. The same calls in the same order do both, so that what is written and what is
 * read cannot drift apart: {@code size = io.i32(size)} leaves the field as it is when writing and changes it when
 * reading.
 *
 * <p>An object is a {@link #frame}, which says how long it is. A field that is missing at the end of a frame keeps the
 * value it has, and what is left over at the end is skipped: so fields can be added at the end of a frame, and an older
 * reader or an older recording does without. Not thread-safe.
 */
public abstract sealed class StateIo permits StateWriter, StateReader {
    StateIo() {}

    /** {@return whether fields are read} */
    public abstract boolean reading();

    /** Writes the value and returns the same, or returns the one read. Small ones, negative ones too, take few bytes. */
    public abstract long i64(long value);

    /** Writes 8 bytes and returns the same, or returns those read: for what is rarely small. */
    public abstract long word(long value);

    /** Writes the text in UTF-8 and returns the same, or returns the one read. */
    public abstract String text(String value);

    /** Writes the bytes and returns the same, or returns those read. */
    public abstract byte[] bytes(byte[] value);

    /** Writes or reads what {@code fields} does as one object. */
    public abstract void frame(Runnable fields);

    /**
     * Writes how many elements follow and returns the same, or returns how many.
     *
     * @throws MalformedStateException when reading, for more than {@code most} or than there can be
     */
    public abstract int count(int value, int most);

    /** Like {@link #i64}, within the range of an int. */
    public final int i32(int value) {
        long read = i64(value);
        if (read != (int) read) throw new MalformedStateException("expected 32 bits, found " + read);
        return (int) read;
    }

    /** Like {@link #i64}. */
    public final boolean flag(boolean value) {
        return i64(value ? 1 : 0) != 0;
    }

    /** Like {@link #word}. */
    public final double f64(double value) {
        return Double.longBitsToDouble(word(Double.doubleToRawLongBits(value)));
    }

    /** Like {@link #f64}; null for none. */
    public final @Nullable Double optional(@Nullable Double value) {
        if (!flag(value != null)) return null;
        return f64(value == null ? 0 : value);
    }

    /** Like {@link #text}; null for none. */
    public final @Nullable String optional(@Nullable String value) {
        if (!flag(value != null)) return null;
        return text(value == null ? "" : value);
    }

    /** Writes one of the values of an enum and returns the same, or returns the one read. */
    public final <E extends Enum<E>> E constant(E value, E[] all) {
        int ordinal = i32(value.ordinal());
        if (ordinal < 0 || ordinal >= all.length) {
            throw new MalformedStateException("expected one of " + all.length + " constants, found " + ordinal);
        }
        return all[ordinal];
    }

    /** Writes or reads all elements of an array that has the same length in every version. */
    public final void all(long[] values) {
        for (int i = 0; i < values.length; i++) values[i] = i64(values[i]);
    }

    /** Like {@link #all(long[])}. */
    public final void all(int[] values) {
        for (int i = 0; i < values.length; i++) values[i] = i32(values[i]);
    }
}
