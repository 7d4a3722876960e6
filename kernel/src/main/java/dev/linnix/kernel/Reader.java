package dev.linnix.kernel;

/** Whoever reads what this process writes to a pipe. Thread-safe. */
public final class Reader {
    private Reader() {}

    /**
     * Waits until nobody can read any more what is written to a descriptor: a pipe or socket whose other end is closed, a
     * terminal that hung up, or a descriptor that is not open. For a file that is never. The wait cannot be interrupted.
     *
     * @throws KernelException when the kernel refuses to wait
     */
    public static void awaitGone(int descriptor) throws KernelException {
        int answer;
        do {
            answer = Native.pollForErrors(descriptor);
        } while (answer == 0 || answer == -Errno.EINTR);
        if (answer < 0) throw new KernelException("wait for the reader of descriptor " + descriptor, -answer, "");
    }
}
