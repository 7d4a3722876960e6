package dev.linnix.agent.host;

import dev.linnix.kernel.BootClock;
import dev.linnix.kernel.CpuTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** What the agent itself uses. Thread-safe. */
public final class SelfUsage {
    private final LongSupplier nowNs;
    private final LongSupplier cpuNs;
    private final long startedNs;
    /** What the JVM took before, which would make the first minutes look dear. */
    private final long startedCpuNs;

    /** Measured from now on by the kernel's clocks. */
    public SelfUsage() {
        this(BootClock::nowNs, CpuTime::processNs);
    }

    /**
     * Measured from now on.
     *
     * @param nowNs the time, ns
     * @param cpuNs CPU time this process has taken, ns
     */
    public SelfUsage(LongSupplier nowNs, LongSupplier cpuNs) {
        this.nowNs = nowNs;
        this.cpuNs = cpuNs;
        startedNs = nowNs.getAsLong();
        startedCpuNs = cpuNs.getAsLong();
    }

    /**
     * {@return average CPU of this process since the agent started, percent of one core} The kernel accounts CPU time
     * by the tick, so what is said in the first tenths of a second may exceed 100 for each core.
     */
    public double cpuPercent() {
        return 100.0 * (cpuNs.getAsLong() - startedCpuNs) / Math.max(1, nowNs.getAsLong() - startedNs);
    }

    /** {@return since the agent started, ns} */
    public long uptimeNs() {
        return nowNs.getAsLong() - startedNs;
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
