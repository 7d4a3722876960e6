package dev.linnix.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The agent's share of the CPU beside other sessions. Where the kernel groups processes by session
 * (sched_autogroup_enabled), a storm of forks in one session can keep every other session of the same weight off all CPUs:
 * on 6.18 with two CPUs, 2600 forks a second kept the agent waiting for 9 s. With the weight of nice {@value #NICE} it
 * answers within 0.1 s.
 *
 * <p>Only a session of our own is changed: in a shell's session its user's other programs would gain as well. In a control
 * group with a CPU weight the kernel looks at that alone.
 */
public final class CpuShare {
    /** Nice value of the agent's session; -5 was enough where it was measured. */
    static final int NICE = -10;

    private static final int SESSION_AFTER_NAME = 3;

    private final Path self;

    /** @param self the directory {@code /proc/self} */
    CpuShare(Path self) {
        this.self = self;
    }

    /**
     * Raises the share of this process if it has a session of its own.
     *
     * @return why that was refused, if it was
     */
    public static Optional<String> raise() {
        return new CpuShare(Path.of("/proc/self")).raise(ProcessHandle.current().pid());
    }

    Optional<String> raise(long pid) {
        try {
            if (session() != pid) return Optional.empty();
            // The file is there only where the kernel groups by session; it must not be made.
            Files.writeString(self.resolve("autogroup"), NICE + "\n", StandardOpenOption.WRITE);
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("a storm of forks in another session may keep the agent waiting for seconds: "
                    + "its session's nice value cannot be set to " + NICE
                    + " (needs CAP_SYS_NICE), unless its control group has a weight (CPUWeight in a systemd unit)");
        }
    }

    private long session() throws IOException {
        String stat = Files.readString(self.resolve("stat"), StandardCharsets.ISO_8859_1);
        // The name may hold anything, spaces and parentheses too; state, parent, group and session follow the last one.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[SESSION_AFTER_NAME]);
    }
}
