package dev.linnix.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The kernel's own log, by klogctl(3): it needs neither a daemon nor {@code /dev/kmsg}, and never waits. Thread-safe. */
public final class KernelLog {
    private static final int SYSLOG_ACTION_READ_ALL = 3;

    private KernelLog() {}

    /**
     * Reads the newest lines.
     *
     * @param most bytes
     * @return whole lines, oldest first, each with its level and, unless the host switched that off, the seconds since boot:
     *     {@code <6>[ 12.345678] text}
     * @throws KernelException EPERM when {@code kernel.dmesg_restrict} is 1 and CAP_SYSLOG is missing
     */
    public static byte[] read(int most) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(most);
            int length = Native.klogctl(SYSLOG_ACTION_READ_ALL, text);
            if (length < 0) throw new KernelException("read the kernel log", -length, "");
            return text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
