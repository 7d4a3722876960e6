package dev.linnix.agent.host;

import dev.linnix.kernel.BootClock;
import dev.linnix.kernel.CpuTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the agent itself uses. Thread-safe. */
public final class SelfUsage {
    private final long startedNs = BootClock.nowNs();
    /** What the JVM took before, which would make the first minutes look dear. */
    private final long startedCpuNs = CpuTime.processNs();

    /** {@return average CPU of this process since the agent started, percent of one core} */
    public double cpuPercent() {
        return 100.0 * (CpuTime.processNs() - startedCpuNs) / Math.max(1, BootClock.nowNs() - startedNs);
    }

    /** {@return since the agent started, ns} */
    public long uptimeNs() {
        return BootClock.nowNs() - startedNs;
    }

    /** {@return resident set of this process, bytes; -1 when /proc does not say} */
    public static long residentBytes(int pageSize) {
        try {
            String[] pages = Files.readString(Path.of("/proc/self/statm"), StandardCharsets.US_ASCII)
                    .split(" ");
            return Long.parseLong(pages[1]) * pageSize;
        } catch (IOException e) {
            return -1;
        }
    }
}
