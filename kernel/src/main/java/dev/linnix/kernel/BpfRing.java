package dev.linnix.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The mapping of one ring buffer map. Closing unmaps it, after which its reader throws. */
public final class BpfRing implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final RingReader reader;
    private final long size;
    private boolean closed;

    private BpfRing(int fd, long size) throws KernelException {
        this.size = size;
        try {
            long page = Host.PAGE_SIZE;
            MemorySegment consumer = map(page, true, fd, 0);
            MemorySegment producer = map(page + 2 * size, false, fd, page);
            this.reader = new RingReader(consumer, producer, producer.asSlice(page), size);
        } catch (KernelException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Maps a ring buffer.
     *
     * @param fd of a map of type BPF_MAP_TYPE_RINGBUF; stays the caller's
     * @param size of its data, bytes
     * @throws KernelException when it cannot be mapped
     */
    public static BpfRing map(int fd, long size) throws KernelException {
        return new BpfRing(fd, size);
    }

    private MemorySegment map(long length, boolean writable, int fd, long offset) throws KernelException {
        long address = Native.mmap(length, writable, fd, offset);
        if (address < 0) throw new KernelException("map a ring buffer of " + size + " bytes", (int) -address, "");
        return MemorySegment.ofAddress(address).reinterpret(length, arena, Native::munmap);
    }

    /** {@return the reader; there is one, as a ring has one consumer} */
    public RingReader reader() {
        return reader;
    }

    /** {@return size of the data, bytes} */
    public long size() {
        return size;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        arena.close();
    }
}
