package dev.linnix.recording;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The 48 bytes before each stored payload, little-endian:
 *
 * <pre>
 *  0 u64 magic          12 u32 stored length    24 u64 first event, ns    40 u32 number in the segment
 *  8 u16 type           16 u32 raw length       32 u64 last event, ns     44 u32 CRC-32C of bytes 0 to 43
 * 10 u16 flags          20 u32 CRC-32C of the stored payload
 * </pre>
 *
 * @param type code of a {@link BlockType}, or one of a later version
 * @param flags a sum of {@link #FURTHER}, {@link #ZSTD}, {@link #CONTINUES}, and of those of later versions
 * @param storedLength of the payload in the file, 0 to {@link #MAX_LENGTH}
 * @param rawLength of the payload once decompressed, 0 to {@link #MAX_LENGTH}
 * @param crc of the stored payload, CRC-32C
 * @param firstNs CLOCK_BOOTTIME
 * @param lastNs CLOCK_BOOTTIME
 * @param number of the block in its segment, from 0
 */
record BlockHeader(
        int type, int flags, int storedLength, int rawLength, int crc, long firstNs, long lastNs, long number) {
    static final int SIZE = 48;
    static final int MAX_LENGTH = 1 << 20;

    /** The bytes 89 'L' 'N' 'X' 'R' 'E' 'C' 0A: no text begins so, and a transfer in text mode breaks it. */
    static final long MAGIC = 0x0A43_4552_584E_4C89L;

    /** A further part of the same payload follows in the next block. */
    static final int FURTHER = 1;
    /** The payload is one Zstandard frame. */
    static final int ZSTD = 2;
    /** A part that goes on with what the block before began; so a lost first part is noticed. */
    static final int CONTINUES = 4;

    static final int KNOWN_FLAGS = FURTHER | ZSTD | CONTINUES;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** {@return the header at this place; null when there is none: wrong magic or checksum, or lengths that cannot be} */
    static @Nullable BlockHeader read(MemorySegment bytes, long at) {
        if (bytes.get(LONG, at) != MAGIC) return null;
        if (bytes.get(INT, at + 44) != crc(bytes, at, 44)) return null;
        BlockHeader header = new BlockHeader(
                Short.toUnsignedInt(bytes.get(SHORT, at + 8)),
                Short.toUnsignedInt(bytes.get(SHORT, at + 10)),
                bytes.get(INT, at + 12),
                bytes.get(INT, at + 16),
                bytes.get(INT, at + 20),
                bytes.get(LONG, at + 24),
                bytes.get(LONG, at + 32),
                Integer.toUnsignedLong(bytes.get(INT, at + 40)));
        return header.isPossible() ? header : null;
    }

    private boolean isPossible() {
        return storedLength >= 0
                && storedLength <= MAX_LENGTH
                && rawLength >= 0
                && rawLength <= MAX_LENGTH
                && (is(ZSTD) || storedLength == rawLength);
    }

    /** Writes it with its checksum. */
    void write(MemorySegment bytes, long at) {
        bytes.set(LONG, at, MAGIC);
        bytes.set(SHORT, at + 8, (short) type);
        bytes.set(SHORT, at + 10, (short) flags);
        bytes.set(INT, at + 12, storedLength);
        bytes.set(INT, at + 16, rawLength);
        bytes.set(INT, at + 20, crc);
        bytes.set(LONG, at + 24, firstNs);
        bytes.set(LONG, at + 32, lastNs);
        bytes.set(INT, at + 40, (int) number);
        bytes.set(INT, at + 44, crc(bytes, at, 44));
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }

    boolean is(BlockType other) {
        return type == other.code();
    }

    /** {@return length of the block in the file, this header included} */
    long blockLength() {
        return SIZE + (long) storedLength;
    }

    /** {@return CRC-32C of some bytes} */
    static int crc(MemorySegment bytes, long at, long length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.asSlice(at, length).asByteBuffer());
        return (int) crc.getValue();
    }
}
