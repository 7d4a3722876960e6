package dev.linnix.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the host as a whole looked like at one moment. Stall is the share of the 10 s before in which tasks waited; where
 * a reading is missing within them the value is too small, never too large.
 *
 * @param cpuStallPercent some task waited for a CPU, 0 to 100; null when it is not known
 * @param memoryStallPercent every task that had work waited for memory, likewise
 * @param ioStallPercent every task that had work waited for I/O, likewise
 * @param cpuPercent CPU time used in those 10 s, percent of all CPUs, 0 to 100; null when it is not known
 * @param loadAverages over 1, 5 and 15 minutes; empty when they are not known
 */
public record HostLoad(
        @Nullable Double cpuStallPercent,
        @Nullable Double memoryStallPercent,
        @Nullable Double ioStallPercent,
        @Nullable Double cpuPercent,
        List<Double> loadAverages) {
    /** Nothing is known. */
    public static final HostLoad UNKNOWN = new HostLoad(null, null, null, null, List.of());
}
