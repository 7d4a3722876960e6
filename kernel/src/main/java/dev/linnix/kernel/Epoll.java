package dev.linnix.kernel;

/**
 * Waits for wake-ups of file descriptors, or of {@link #wake}. Edge-triggered: data that is there already does not end
 * a wait, only a wake-up since the previous wait does. So a reader of a ring that producers fill without waking it can
 * sleep its time. Confined to one thread, but for {@link #wake}.
 */
public final class Epoll implements AutoCloseable {
    private static final int EPOLLIN = 1;
    private static final int EPOLLET = 1 << 31;
    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;

    private final int epoll;
    private final int event;
    private boolean closed;

    private Epoll(int epoll, int event) {
        this.epoll = epoll;
        this.event = event;
    }

    /**
     * Creates an epoll instance that {@link #wake} can wake.
     *
     * @throws KernelException when there are no file descriptors left
     */
    public static Epoll open() throws KernelException {
        int epoll = Native.epollCreate(CLOEXEC);
        if (epoll < 0) throw new KernelException("create an epoll instance", -epoll, "");
        int event = Native.eventfd(CLOEXEC | NONBLOCK);
        if (event < 0) {
            Native.close(epoll);
            throw new KernelException("create an eventfd", -event, "");
        }
        Epoll opened = new Epoll(epoll, event);
        try {
            opened.add(event);
        } catch (KernelException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    /**
     * Watches a descriptor, which stays the caller's.
     *
     * @throws KernelException when the kernel refuses
     */
    public void add(int fd) throws KernelException {
        int result = Native.epollAdd(epoll, fd, EPOLLIN | EPOLLET);
        if (result < 0) throw new KernelException("watch file descriptor " + fd, -result, "");
    }

    /**
     * Waits for a wake-up. A signal ends the wait early.
     *
     * @param timeoutMillis 0 or more
     * @return whether there was one
     */
    public boolean await(int timeoutMillis) {
        if (closed) throw new IllegalStateException("closed");
        return Native.epollWait(epoll, timeoutMillis) > 0;
    }

    /** Ends a present or the next {@link #await}. Thread-safe; without effect after {@link #close}. */
    public synchronized void wake() {
        // The descriptor is never read: each write is an edge, and 2^64 of them do not happen.
        if (!closed) Native.writeLong(event, 1);
    }

    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        Native.close(event);
        Native.close(epoll);
    }
}
