package dev.linnix.kernel;

import java.util.Map;

/** Names and meanings of the error numbers the kernel answers with; the numbers are those all 64-bit Linux shares. */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** No such file, program or map. */
    public static final int ENOENT = 2;
    /** Interrupted by a signal. */
    public static final int EINTR = 4;
    /** Try again. */
    public static final int EAGAIN = 11;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** Invalid argument. */
    public static final int EINVAL = 22;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(EPERM, "EPERM (operation not permitted)"),
            Map.entry(ENOENT, "ENOENT (no such file or directory)"),
            Map.entry(3, "ESRCH (no such process)"),
            Map.entry(EINTR, "EINTR (interrupted)"),
            Map.entry(5, "EIO (input/output error)"),
            Map.entry(7, "E2BIG (argument list too long)"),
            Map.entry(9, "EBADF (bad file descriptor)"),
            Map.entry(EAGAIN, "EAGAIN (try again)"),
            Map.entry(12, "ENOMEM (out of memory)"),
            Map.entry(EACCES, "EACCES (permission denied)"),
            Map.entry(14, "EFAULT (bad address)"),
            Map.entry(16, "EBUSY (device or resource busy)"),
            Map.entry(17, "EEXIST (exists already)"),
            Map.entry(19, "ENODEV (no such device)"),
            Map.entry(20, "ENOTDIR (not a directory)"),
            Map.entry(EINVAL, "EINVAL (invalid argument)"),
            Map.entry(23, "ENFILE (too many open files in the system)"),
            Map.entry(24, "EMFILE (too many open files)"),
            Map.entry(28, "ENOSPC (no space left)"),
            Map.entry(34, "ERANGE (result out of range)"),
            Map.entry(38, "ENOSYS (not implemented by this kernel)"),
            Map.entry(61, "ENODATA (no data available)"),
            Map.entry(75, "EOVERFLOW (value too large)"),
            Map.entry(95, "EOPNOTSUPP (operation not supported)"),
            Map.entry(524, "ENOTSUPP (operation not supported)"));

    private Errno() {}

    /** {@return name and meaning of a positive error number, e.g. {@code EPERM (operation not permitted)}} */
    public static String describe(int errno) {
        return TEXTS.getOrDefault(errno, "errno " + errno);
    }
}
