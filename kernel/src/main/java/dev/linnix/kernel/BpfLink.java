package dev.linnix.kernel;

/** A program attached to its hook, until closed. Confined to one thread at a time. */
public final class BpfLink implements AutoCloseable {
    private final Libbpf libbpf;
    private final long link;
    private boolean closed;

    BpfLink(Libbpf libbpf, long link) {
        this.libbpf = libbpf;
        this.link = link;
    }

    /**
     * Begins a walk of an iterator program: runs it for each object when the result is read.
     *
     * @throws KernelException when this link is no iterator's, or descriptors are used up
     */
    public BpfIterator walk() throws KernelException {
        if (closed) throw new IllegalStateException("closed");
        int fd = libbpf.iterCreate.callInt(libbpf.linkFd.callInt(link));
        if (fd < 0) throw libbpf.failure("create an iterator", fd);
        return new BpfIterator(fd);
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        int result = libbpf.linkDestroy.callInt(link);
        if (result < 0) throw new IllegalStateException("detach: " + Errno.describe(-result));
    }
}
