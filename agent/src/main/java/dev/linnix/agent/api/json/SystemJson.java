package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * The host as a whole.
 *
 * @param timestamp Unix time, s
 * @param cpuPercent of all cores together, 0 to 100, since the reading before, at least a second
 * @param memPercent of memory that is not available
 * @param loadAvg over 1, 5 and 15 minutes
 * @param diskReadBytes since boot, all disks
 * @param diskWriteBytes since boot, all disks
 * @param netRxBytes since boot, all interfaces but loopback
 * @param netTxBytes since boot, all interfaces but loopback
 * @param psiCpuSomeAvg10 percent; null where the kernel does not account pressure, as the others
 * @param psiMemorySomeAvg10 percent
 * @param psiMemoryFullAvg10 percent
 * @param psiIoSomeAvg10 percent
 * @param psiIoFullAvg10 percent
 * @param uptimeS time since boot, suspended time included, s
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record SystemJson(
        long timestamp,
        double cpuPercent,
        double memPercent,
        List<Double> loadAvg,
        long diskReadBytes,
        long diskWriteBytes,
        long netRxBytes,
        long netTxBytes,
        @Json.Property("psi_cpu_some_avg10") Explicit psiCpuSomeAvg10,
        @Json.Property("psi_memory_some_avg10") Explicit psiMemorySomeAvg10,
        @Json.Property("psi_memory_full_avg10") Explicit psiMemoryFullAvg10,
        @Json.Property("psi_io_some_avg10") Explicit psiIoSomeAvg10,
        @Json.Property("psi_io_full_avg10") Explicit psiIoFullAvg10,
        long uptimeS) {}
