package dev.linnix.recording;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Goes through one file from whole block to whole block. Where there is none, it looks for the next magic whose header
 * holds its checksum, and says so to {@link Skipped}. Memory is constant and time linear in the length of the file,
 * whatever the file holds. Not thread-safe.
 */
final class BlockWalk implements AutoCloseable {
    private static final int AHEAD = 64 << 10;
    private static final int INDEX_AHEAD = 4 << 10;
    /** Checksums of damaged blocks that are inside of others are calculated for this many bytes anyway. */
    private static final long PATIENCE = 8L << 20;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final byte FIRST = (byte) BlockHeader.MAGIC;

    private final Path file;
    private final Skipped skipped;
    private final Window window;
    /** Longest payload that is looked at; longer ones are passed over on the word of their headers. */
    private final int longest;

    private final byte[] chunk = new byte[8 << 10];
    private long position;
    private long at;
    private boolean loss;
    private boolean cut;
    private long wasted;

    private BlockWalk(Path file, long from, Skipped skipped, int longest, int ahead) throws IOException {
        this.file = file;
        this.skipped = skipped;
        this.longest = longest;
        window = new Window(file, 2 * BlockHeader.SIZE + longest, ahead);
        position = from;
    }

    /** {@return a walk through all blocks whose payload is whole, beginning at an offset} */
    static BlockWalk ofBlocks(Path file, long from, Skipped skipped) throws IOException {
        return new BlockWalk(file, from, skipped, BlockHeader.MAX_LENGTH, AHEAD);
    }

    /** {@return a walk that reads block headers only, and the payload of those that begin a segment} */
    static BlockWalk ofHeaders(Path file) throws IOException {
        return new BlockWalk(file, 0, new Skipped(), SegmentTracker.MAX_HEADER, INDEX_AHEAD);
    }

    /** {@return the header of the next whole block; null at the end of the file} */
    @Nullable
    BlockHeader next() throws IOException {
        long bad = -1;
        loss = false;
        cut = false;
        at = position;
        while (true) {
            if (!window.has(at, BlockHeader.SIZE)) {
                end(bad);
                return null;
            }
            BlockHeader header = BlockHeader.read(window.memory(), window.place(at));
            if (header != null && isWhole(header)) {
                if (bad >= 0) skipped.bytes(file, bad, at);
                loss = bad >= 0;
                position = at + header.blockLength();
                return header;
            }
            if (bad < 0) bad = at;
            at = header == null ? find(at + 1) : after(header);
        }
    }

    private boolean isWhole(BlockHeader header) throws IOException {
        if (header.storedLength() > longest) return true;
        if (longest < BlockHeader.MAX_LENGTH && !header.is(BlockType.HEADER)) return true;
        if (!window.has(at, header.blockLength())) return false;
        MemorySegment bytes = window.memory();
        return BlockHeader.crc(bytes, window.place(at) + BlockHeader.SIZE, header.storedLength()) == header.crc();
    }

    /**
     * {@return where to look on after a block whose header holds and whose payload does not} If the file goes on well where
     * the block should end, only its bytes are wrong; else some are missing, and what follows begins earlier. Each such look
     * inside costs a checksum, so a file that is nothing but such blocks is passed over once patience is used up.
     */
    private long after(BlockHeader header) throws IOException {
        long end = at + header.blockLength();
        if (!window.has(at, header.blockLength())) {
            cut = true;
            return find(at + BlockHeader.SIZE);
        }
        if (!window.has(at, header.blockLength() + 1)) return end;
        return insideOrAfter(header, end);
    }

    private long insideOrAfter(BlockHeader header, long end) throws IOException {
        if (window.has(at, header.blockLength() + BlockHeader.SIZE)
                && BlockHeader.read(window.memory(), window.place(end)) != null) return end;
        wasted += header.storedLength();
        return wasted > PATIENCE + at ? end : find(at + BlockHeader.SIZE);
    }

    /** {@return the next place of the magic, or one so near to the end that nothing can follow} */
    private long find(long from) throws IOException {
        long search = from;
        while (window.has(search, BlockHeader.SIZE)) {
            int length = (int) Math.min(chunk.length, window.end() - search);
            MemorySegment.copy(window.memory(), ValueLayout.JAVA_BYTE, window.place(search), chunk, 0, length);
            int last = length - Long.BYTES;
            for (int i = 0; i <= last; i++) {
                if (chunk[i] == FIRST && isMagic(window.place(search) + i)) return search + i;
            }
            search += last + 1;
        }
        return search;
    }

    private boolean isMagic(long place) {
        return window.memory().get(LONG, place) == BlockHeader.MAGIC;
    }

    private void end(long bad) {
        long end = window.end();
        long from = bad >= 0 ? bad : at;
        if (from >= end) return;
        loss = true;
        if (cut || (bad < 0 && isBeginOfMagic(at, end))) skipped.cut(file, end - from);
        else skipped.bytes(file, from, end);
    }

    private boolean isBeginOfMagic(long from, long end) {
        for (int i = 0; i < Math.min(Long.BYTES, end - from); i++) {
            byte expected = (byte) (BlockHeader.MAGIC >>> (8 * i));
            if (window.memory().get(ValueLayout.JAVA_BYTE, window.place(from) + i) != expected) return false;
        }
        return true;
    }

    /** {@return whether bytes were skipped right before the block, or before the end of the file} */
    boolean loss() {
        return loss;
    }

    /** {@return where the block begins in the file} */
    long offset() {
        return at;
    }

    /** {@return the payload of the block as it is stored; valid until the next step, and only if it was looked at} */
    MemorySegment stored(BlockHeader header) {
        return window.memory().asSlice(window.place(at) + BlockHeader.SIZE, header.storedLength());
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
