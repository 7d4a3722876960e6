package dev.linnix.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * The header of a file in a tar as POSIX.1-1988 has it ({@code ustar}), with what bundles need of it.
 *
 * @param name full path
 * @param size bytes of content, which follow in whole blocks
 * @param plain whether it is a file, and no link, directory, device or extension
 */
record TarHeader(String name, long size, boolean plain) {
    /** Bytes of a header; contents are filled up to a multiple of it with zeros. */
    static final int BLOCK = 512;

    /** The most that eleven octal digits say. */
    static final long LARGEST = 0_77_777_777_777L;

    private static final byte[] MAGIC = "ustar\00000".getBytes(StandardCharsets.US_ASCII);

    // Offset and length of each field.
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 100;
    private static final int MODE = 100;
    private static final int UID = 108;
    private static final int GID = 116;
    private static final int SIZE = 124;
    private static final int MODIFIED = 136;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int MAGIC_AT = 257;
    private static final int DEVICE_MAJOR = 329;
    private static final int DEVICE_MINOR = 337;
    private static final int FOLDER = 345;
    private static final int FOLDER_LENGTH = 155;

    /**
     * {@return the header of a plain file with mode 0640 that belongs to 0:0}
     *
     * @param folder ASCII, at most 155 characters
     * @param path below it, ASCII, at most 100 characters
     * @param size 0 to {@link #LARGEST}
     * @param modified when it was last changed, to the second
     */
    static byte[] of(String folder, String path, long size, Instant modified) {
        byte[] block = new byte[BLOCK];
        text(block, NAME, NAME_LENGTH, path);
        text(block, FOLDER, FOLDER_LENGTH, folder);
        number(block, MODE, 7, 0640);
        number(block, UID, 7, 0);
        number(block, GID, 7, 0);
        number(block, SIZE, 11, size);
        number(block, MODIFIED, 11, Math.clamp(modified.getEpochSecond(), 0, LARGEST));
        number(block, DEVICE_MAJOR, 7, 0);
        number(block, DEVICE_MINOR, 7, 0);
        block[TYPE] = '0';
        System.arraycopy(MAGIC, 0, block, MAGIC_AT, MAGIC.length);
        number(block, CHECKSUM, 6, sum(block));
        block[CHECKSUM + 7] = ' ';
        return block;
    }

    private static void text(byte[] block, int at, int most, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > most) throw new IllegalArgumentException("longer than " + most + " bytes: " + text);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static void number(byte[] block, int at, int digits, long value) {
        text(block, at, digits, String.format(Locale.ROOT, "%0" + digits + "o", value));
    }

    /** The checksum's own bytes count as spaces. */
    private static long sum(byte[] block) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
            sum += own ? ' ' : block[i] & 0xff;
        }
        return sum;
    }

    /**
     * {@return what a block says}
     *
     * @throws IllegalArgumentException when it is no such header
     */
    static TarHeader parse(byte[] block) {
        if (!Arrays.equals(block, MAGIC_AT, MAGIC_AT + MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("this is no header of a POSIX tar");
        }
        if (number(block, CHECKSUM, CHECKSUM_LENGTH) != sum(block)) {
            throw new IllegalArgumentException("the checksum of a header is wrong");
        }
        String folder = text(block, FOLDER, FOLDER_LENGTH);
        String path = text(block, NAME, NAME_LENGTH);
        boolean plain = block[TYPE] == '0' || block[TYPE] == 0;
        return new TarHeader(folder.isEmpty() ? path : folder + "/" + path, number(block, SIZE, 12), plain);
    }

    private static String text(byte[] block, int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) end++;
        return new String(block, at, end - at, StandardCharsets.UTF_8);
    }

    private static long number(byte[] block, int at, int length) {
        String digits = text(block, at, length).strip();
        if (digits.isEmpty() || digits.length() > 11 || !digits.chars().allMatch(c -> c >= '0' && c <= '7')) {
            throw new IllegalArgumentException("a number in a header is none");
        }
        return Long.parseLong(digits, 8);
    }
}
