package dev.linnix.recording;

import org.jspecify.annotations.Nullable;

/** What a block of a recording holds. The numbers are part of the format. */
public enum BlockType {
    /** The host and the recording itself, as text; the first block of each segment and never compressed. */
    HEADER(1),
    /** The rules in force from here on: name, NUL, text of the file. */
    RULES(2),
    /** First half of a keyframe. A reader hands out no such block, but the keyframe with {@link #STATE}. */
    IMAGES(3),
    /** Second half of a keyframe. */
    STATE(4),
    /** Inputs of the engine, back to back. */
    RECORDS(5),
    /** What the live engine said about the records before, as lines of JSON. */
    TRANSITIONS(6),
    /** Inputs that were not written, as text. */
    GAP(7),
    /** The segment was closed in good order; empty. */
    END(8);

    private static final BlockType[] BY_CODE = new BlockType[9];

    static {
        for (BlockType type : values()) BY_CODE[type.code] = type;
    }

    private final int code;

    BlockType(int code) {
        this.code = code;
    }

    /** {@return its number in block headers} */
    int code() {
        return code;
    }

    /** {@return the type of this number, null for one this version of the format does not have} */
    static @Nullable BlockType of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
