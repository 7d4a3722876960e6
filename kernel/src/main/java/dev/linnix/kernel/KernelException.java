package dev.linnix.kernel;

import org.jspecify.annotations.Nullable;

/** The kernel or libbpf refused something: what was tried, with which errno, and what they said about it. */
public final class KernelException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int errno;
    private final String log;

    /**
     * Creates the error.
     *
     * @param tried what was attempted, e.g. {@code "load lifecycle.bpf.o"}
     * @param errno positive error number, 0 when there is none
     * @param log what libbpf or the verifier printed meanwhile; may be empty
     */
    public KernelException(String tried, int errno, String log) {
        this(tried, errno, log, null);
    }

    /** Creates the error with a cause. */
    public KernelException(String tried, int errno, String log, @Nullable Throwable cause) {
        super(errno == 0 ? tried : tried + ": " + Errno.describe(errno), cause);
        this.errno = errno;
        this.log = log;
    }

    /** {@return the positive error number, 0 when there is none} */
    public int errno() {
        return errno;
    }

    /** {@return what libbpf or the verifier printed meanwhile; may be empty} */
    public String log() {
        return log;
    }
}
