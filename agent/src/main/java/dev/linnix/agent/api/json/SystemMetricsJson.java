package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;

/**
 * The host in five numbers.
 *
 * @param cpuTotalPct of all cores together, 0 to 100
 * @param memoryTotalMb MB of 1048576 bytes
 * @param memoryUsedMb memory that is not available
 * @param processesTotal processes alive
 * @param timestamp Unix time, s
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record SystemMetricsJson(
        double cpuTotalPct, long memoryTotalMb, long memoryUsedMb, int processesTotal, long timestamp) {}
