package dev.linnix.recording;

import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes one segment of a recording to a blocking channel, block by block, each by one write. In order: {@link #rules},
 * {@link #keyframe}, then whatever happens, at last {@link #end}. What is too large for one block is cut into several.
 *
 * <p>After an IOException the end of the channel may hold part of a block: the segment is to be given up. What was
 * written before stays readable. Neither the channel nor the compressor is closed. Not thread-safe.
 */
public final class SegmentWriter {
    /**
     * The most raw bytes of a block that this class makes, unless a single record is longer. A quarter of what the format
     * allows, so that a writer needs half a megabyte of memory for blocks and not two.
     */
    static final int PART = 256 << 10;

    /** The most bytes of one half of a keyframe. */
    static final int MAX_KEYFRAME = 64 << 20;

    /** The most bytes of a file of rules: 1 Mi characters of up to 4 bytes, and its name. */
    static final int MAX_RULES = (4 << 20) + (64 << 10);

    private static final String STATE = "the state in the keyframe";

    private final WritableByteChannel channel;
    private final Zstd zstd;
    private final SegmentHeader header;
    private final int part;
    private long lastNs;
    private long number;
    private long bytes;
    private boolean ended;

    /** Begins a segment: writes its header. */
    public SegmentWriter(WritableByteChannel channel, Zstd zstd, SegmentHeader header) throws IOException {
        this(channel, zstd, header, PART);
    }

    /** As {@link #SegmentWriter(WritableByteChannel, Zstd, SegmentHeader)}, with blocks of other lengths. */
    SegmentWriter(WritableByteChannel channel, Zstd zstd, SegmentHeader header, int part) throws IOException {
        this.channel = channel;
        this.zstd = zstd;
        this.header = header;
        this.part = part;
        lastNs = header.startNs();
        block(BlockType.HEADER, 0, MemorySegment.ofArray(header.payload()), lastNs, lastNs);
    }

    /** Writes the rules in force from here on. */
    public void rules(RuleSet.Source rules) throws IOException {
        if (rules.name().indexOf('\0') >= 0) throw new IllegalArgumentException("a NUL in the name of a file");
        byte[] payload = (rules.name() + '\0' + rules.text()).getBytes(StandardCharsets.UTF_8);
        requireAtMost(MAX_RULES, "the file of rules", payload.length);
        parts(BlockType.RULES, payload, lastNs);
    }

    /** Writes the state of the engine between the inputs written before and those after. */
    public void keyframe(Keyframe keyframe) throws IOException {
        requireAtMost(MAX_KEYFRAME, STATE, keyframe.stateLength());
        pieces(BlockType.IMAGES, "the list of programs in the keyframe", keyframe.imagePieces());
        pieces(BlockType.STATE, STATE, keyframe.statePieces());
    }

    /** Never has all of them in one: they may be more than there is memory. */
    private void pieces(BlockType type, String what, Iterable<byte[]> pieces) throws IOException {
        byte[] block = new byte[part];
        int filled = 0;
        long total = 0;
        int continues = 0;
        for (byte[] piece : pieces) {
            total += piece.length;
            requireAtMost(MAX_KEYFRAME, what, total);
            int at = 0;
            while (at < piece.length) {
                if (filled == part) {
                    block(type, continues | BlockHeader.FURTHER, MemorySegment.ofArray(block), lastNs, lastNs);
                    continues = BlockHeader.CONTINUES;
                    filled = 0;
                }
                int length = Math.min(part - filled, piece.length - at);
                System.arraycopy(piece, at, block, filled, length);
                filled += length;
                at += length;
            }
        }
        block(type, continues, MemorySegment.ofArray(block).asSlice(0, filled), lastNs, lastNs);
    }

    private static void requireAtMost(int most, String what, long length) throws RecordingException {
        if (length <= most) return;
        throw new RecordingException(what + " takes " + length + " bytes, a recording can hold " + most);
    }

    private void parts(BlockType type, byte[] payload, long ns) throws IOException {
        MemorySegment all = MemorySegment.ofArray(payload);
        int at = 0;
        do {
            int length = Math.min(part, payload.length - at);
            int flags = (at > 0 ? BlockHeader.CONTINUES : 0) | (at + length < payload.length ? BlockHeader.FURTHER : 0);
            block(type, flags, all.asSlice(at, length), ns, ns);
            at += length;
        } while (at < payload.length);
    }

    /**
     * Writes inputs of the engine; nothing if there are none.
     *
     * @param records back to back, each as long as its header says; read during the call only
     * @param firstNs time of the first, CLOCK_BOOTTIME
     * @param lastNs time of the last
     * @throws IllegalArgumentException when they are not framed so; nothing is written then
     */
    public void records(MemorySegment records, long firstNs, long lastNs) throws IOException {
        if (RecordFraming.end(records, 0, Long.MAX_VALUE) < 0) {
            throw new IllegalArgumentException("these " + records.byteSize() + " bytes are no records back to back");
        }
        long at = 0;
        while (at < records.byteSize()) {
            long end = RecordFraming.end(records, at, part);
            block(BlockType.RECORDS, 0, records.asSlice(at, end - at), firstNs, lastNs);
            at = end;
        }
    }

    /**
     * Writes what the live engine said about the records before; nothing if that is nothing.
     *
     * @param lines of JSON, each with its line feed
     * @param ns when it was said, CLOCK_BOOTTIME
     * @throws IllegalArgumentException when a line is longer than 256 KiB
     */
    public void transitions(byte[] lines, long ns) throws IOException {
        MemorySegment all = MemorySegment.ofArray(lines);
        int at = 0;
        while (at < lines.length) {
            int end = endOfLines(lines, at);
            block(BlockType.TRANSITIONS, 0, all.asSlice(at, end - at), ns, ns);
            at = end;
        }
    }

    private int endOfLines(byte[] lines, int from) {
        if (lines.length - from <= part) return lines.length;
        int end = from + part;
        while (end > from && lines[end - 1] != '\n') end--;
        if (end == from) throw new IllegalArgumentException("a line of more than " + part + " bytes");
        return end;
    }

    /** Says that inputs are missing here. */
    public void gap(Gap gap) throws IOException {
        block(BlockType.GAP, 0, MemorySegment.ofArray(gap.payload()), gap.fromNs(), gap.toNs());
    }

    /** Closes the segment in good order; nothing can be written to it after. */
    public void end() throws IOException {
        block(BlockType.END, 0, MemorySegment.NULL, lastNs, lastNs);
        ended = true;
    }

    /** {@return what its first block says} */
    public SegmentHeader header() {
        return header;
    }

    /** {@return bytes written} */
    public long bytes() {
        return bytes;
    }

    private void block(BlockType type, int flags, MemorySegment raw, long firstNs, long lastNs) throws IOException {
        if (ended) throw new IllegalStateException("the segment is closed");
        int length = (int) raw.byteSize();
        if (length > BlockHeader.MAX_LENGTH) throw new IllegalArgumentException(length + " bytes for one block");
        MemorySegment block = zstd.block(BlockHeader.SIZE + zstd.bound(Math.max(length, PART)));
        MemorySegment payload = block.asSlice(BlockHeader.SIZE);
        int compressed = type == BlockType.HEADER || length == 0 ? length : (int) zstd.compress(inNative(raw), payload);
        boolean smaller = compressed < length;
        if (!smaller) MemorySegment.copy(raw, 0, payload, 0, length);
        int stored = smaller ? compressed : length;
        new BlockHeader(
                        type.code(),
                        flags | (smaller ? BlockHeader.ZSTD : 0),
                        stored,
                        length,
                        BlockHeader.crc(payload, 0, stored),
                        firstNs,
                        lastNs,
                        number)
                .write(block, 0);
        write(block.asSlice(0, BlockHeader.SIZE + (long) stored).asByteBuffer());
        number++;
        this.lastNs = Math.max(this.lastNs, lastNs);
    }

    private MemorySegment inNative(MemorySegment raw) {
        if (raw.isNative()) return raw;
        MemorySegment copy = zstd.scratch(Math.max(raw.byteSize(), PART)).asSlice(0, raw.byteSize());
        return copy.copyFrom(raw);
    }

    private void write(ByteBuffer block) throws IOException {
        while (block.hasRemaining()) bytes += channel.write(block);
    }
}
