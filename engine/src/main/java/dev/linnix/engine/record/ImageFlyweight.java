package dev.linnix.engine.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Flyweight over {@code struct linnix_image}: executable path and first arguments of a process. The path is a list of
 * NUL-terminated components, leaf first; the arguments are NUL-separated as the kernel keeps them. Both are raw bytes.
 */
public final class ImageFlyweight extends Flyweight {
    /** Capacity of the path in bytes, NULs included. */
    public static final int PATH_CAPACITY = 384;
    /** Capacity of the arguments in bytes. */
    public static final int ARGS_CAPACITY = 256;

    private static final RecordLayout.Builder FIELDS = RecordLayout.part("linnix_image");
    private static final int PATH_LENGTH = FIELDS.u16("path_length");
    private static final int ARGS_LENGTH = FIELDS.u16("args_length");
    private static final int ARGC = FIELDS.u32("argc");
    private static final int FLAGS = FIELDS.u32("flags");
    private static final int RESERVED = FIELDS.u32("reserved");
    private static final int PATH = FIELDS.bytes("path", PATH_CAPACITY);
    private static final int ARGS = FIELDS.bytes("args", ARGS_CAPACITY);

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public ImageFlyweight() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }

    /** {@return bytes used of the path, NULs included, 0 to {@link #PATH_CAPACITY}} */
    public int pathLength() {
        return Math.min(getShort(PATH_LENGTH), PATH_CAPACITY);
    }

    /** {@return bytes used of the arguments, 0 to {@link #ARGS_CAPACITY}} */
    public int argsLength() {
        return Math.min(getShort(ARGS_LENGTH), ARGS_CAPACITY);
    }

    /** {@return number of arguments, 0 when unknown} */
    public int argc() {
        return getInt(ARGC);
    }

    /** {@return bits of {@link RecordFlags}} */
    public int flags() {
        return getInt(FLAGS);
    }

    /** {@return where the path begins in the segment, bytes} */
    public long pathOffset() {
        return offset() + PATH;
    }

    /** {@return where the arguments begin in the segment, bytes} */
    public long argsOffset() {
        return offset() + ARGS;
    }

    /** {@return a hash of path, arguments and their number} */
    public int hash() {
        long hash = mix(mix(argc(), PATH, pathLength()), ARGS, argsLength());
        return (int) (hash ^ hash >>> 32);
    }

    /** {@return a hash of the arguments} */
    public int argsHash() {
        long hash = mix(0, ARGS, argsLength());
        return (int) (hash ^ hash >>> 32);
    }

    private long mix(long seed, int field, int length) {
        long hash = seed * 31 + length;
        int words = (length + Long.BYTES - 1) / Long.BYTES;
        for (int i = 0; i < words; i++) hash = (hash ^ word(field, length, i)) * 0x9E3779B97F4A7C15L;
        return hash ^ hash >>> 29;
    }

    /** The bytes behind the last one used may be anything, and do not count. */
    private long word(int field, int length, int index) {
        int at = index * Long.BYTES;
        long word = getLong(field + at);
        int used = length - at;
        return used >= Long.BYTES ? word : word & ((1L << (used * Byte.SIZE)) - 1);
    }

    /** {@return the path in words of 8 bytes, the first byte lowest; what lies behind its end is 0} */
    public long[] pathWords() {
        return words(PATH, pathLength());
    }

    /** {@return the arguments in words, like {@link #pathWords}} */
    public long[] argsWords() {
        return words(ARGS, argsLength());
    }

    private long[] words(int field, int length) {
        long[] words = new long[(length + Long.BYTES - 1) / Long.BYTES];
        for (int i = 0; i < words.length; i++) words[i] = word(field, length, i);
        return words;
    }

    /** {@return whether the path and the arguments are these, as {@link #pathWords} and {@link #argsWords} give them} */
    public boolean holds(long[] path, long[] args) {
        return equal(PATH, pathLength(), path) && equal(ARGS, argsLength(), args);
    }

    /** {@return whether the arguments are these} */
    public boolean holdsArgs(long[] args) {
        return equal(ARGS, argsLength(), args);
    }

    private boolean equal(int field, int length, long[] words) {
        if (words.length != (length + Long.BYTES - 1) / Long.BYTES) return false;
        for (int i = 0; i < words.length; i++) {
            if (word(field, length, i) != words[i]) return false;
        }
        return true;
    }

    /** {@return a copy of the arguments} */
    public byte[] args() {
        byte[] args = new byte[argsLength()];
        MemorySegment.copy(segment(), ValueLayout.JAVA_BYTE, argsOffset(), args, 0, args.length);
        return args;
    }

    /** Clears what lies behind the bytes used of path and arguments: it is whatever lay there before. */
    public ImageFlyweight clearUnused() {
        clearUnused(PATH, pathLength(), PATH_CAPACITY);
        clearUnused(ARGS, argsLength(), ARGS_CAPACITY);
        return this;
    }

    /** Sets flags and the number of arguments. */
    public ImageFlyweight set(int argc, int flags) {
        putInt(ARGC, argc);
        putInt(FLAGS, flags);
        putInt(RESERVED, 0);
        return this;
    }

    /** Sets the path from components, leaf first, each followed by NUL; cut to the capacity. */
    public ImageFlyweight path(byte[] leafFirst) {
        int length = Math.min(leafFirst.length, PATH_CAPACITY);
        putBytes(PATH, PATH_CAPACITY, leafFirst);
        putShort(PATH_LENGTH, length);
        return this;
    }

    /** Sets the NUL-separated arguments; cut to the capacity. */
    public ImageFlyweight args(byte[] value) {
        int length = Math.min(value.length, ARGS_CAPACITY);
        putBytes(ARGS, ARGS_CAPACITY, value);
        putShort(ARGS_LENGTH, length);
        return this;
    }
}
