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
        MemorySegment.copy(leafFirst, 0, segment(), ValueLayout.JAVA_BYTE, pathOffset(), length);
        putShort(PATH_LENGTH, length);
        return this;
    }

    /** Sets the NUL-separated arguments; cut to the capacity. */
    public ImageFlyweight args(byte[] value) {
        int length = Math.min(value.length, ARGS_CAPACITY);
        MemorySegment.copy(value, 0, segment(), ValueLayout.JAVA_BYTE, argsOffset(), length);
        putShort(ARGS_LENGTH, length);
        return this;
    }
}
