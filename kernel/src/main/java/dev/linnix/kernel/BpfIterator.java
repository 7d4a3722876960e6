package dev.linnix.kernel;

import java.lang.foreign.MemorySegment;

/** One walk of an iterator program. Confined to one thread. */
public final class BpfIterator implements AutoCloseable {
    private final int fd;
    private boolean closed;

    BpfIterator(int fd) {
        this.fd = fd;
    }

    /**
     * Runs the program on further objects and reads what it wrote. What it wrote for one object may be split over two
     * reads; nothing is lost.
     *
     * @param to at least 1 byte
     * @return bytes read, 0 at the end of the walk
     * @throws KernelException when the walk failed and must be given up
     */
    public long read(MemorySegment to) throws KernelException {
        if (closed) throw new IllegalStateException("closed");
        while (true) {
            long result = Native.read(fd, to);
            if (result >= 0) return result;
            // EAGAIN: the kernel walked a million objects without output and wants to be asked again
            if (result != -Errno.EINTR && result != -Errno.EAGAIN) {
                throw new KernelException("read an iterator", (int) -result, "");
            }
        }
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        Native.close(fd);
    }
}
