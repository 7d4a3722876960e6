package dev.linnix.recording;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The part of a file that is looked at, which only moves on; so a pipe will do. Constant memory whatever the length of
 * the file. An end once seen stays the end, though the file may grow. Not thread-safe.
 */
final class Window implements AutoCloseable {
    private final FileChannel channel;
    private final boolean seekable;
    private final int ahead;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final ByteBuffer buffer;
    /** Offset in the file of the first byte in memory. */
    private long base;

    private int filled;
    private boolean atEnd;

    /**
     * Opens a file.
     *
     * @param capacity the most bytes that can be asked for at once, with {@code ahead} on top
     * @param ahead bytes read at least at once
     */
    Window(Path file, int capacity, int ahead) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        seekable = Files.isRegularFile(file);
        this.ahead = ahead;
        memory = arena.allocate(capacity + (long) ahead, Long.BYTES);
        buffer = memory.asByteBuffer();
    }

    /**
     * {@return whether the file has so many bytes at this offset; if so they are in memory until the next call}
     *
     * @param at not before the offset of the call before
     */
    boolean has(long at, long bytes) throws IOException {
        if (at > end() && !atEnd) skip(at);
        if (at + bytes <= end()) return true;
        if (atEnd) return false;
        if (at - base + bytes > memory.byteSize()) compact(at);
        int needed = (int) (at - base + bytes);
        while (filled < needed && !atEnd) fill(Math.max(needed - filled, ahead));
        return filled >= needed;
    }

    private void skip(long at) throws IOException {
        if (seekable) {
            if (at > channel.size()) {
                base = channel.size();
                filled = 0;
                atEnd = true;
                return;
            }
            channel.position(at);
            base = at;
            filled = 0;
            return;
        }
        while (end() < at && !atEnd) {
            base = end();
            filled = 0;
            fill((int) Math.min(at - base, ahead));
        }
    }

    private void compact(long at) {
        int from = (int) (at - base);
        MemorySegment.copy(memory, from, memory, 0, filled - (long) from);
        base = at;
        filled -= from;
    }

    private void fill(int bytes) throws IOException {
        buffer.position(filled).limit(Math.min(buffer.capacity(), filled + bytes));
        int read = channel.read(buffer);
        if (read < 0) atEnd = true;
        else filled += read;
        buffer.clear();
    }

    /** {@return up to where the file is known} */
    long end() {
        return base + filled;
    }

    /** {@return the memory; what lies at an offset of the file lies in it at {@link #place}} */
    MemorySegment memory() {
        return memory;
    }

    long place(long at) {
        return at - base;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            arena.close();
        }
    }
}
