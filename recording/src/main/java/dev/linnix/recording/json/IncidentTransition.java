package dev.linnix.recording.json;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of an incident in a recording. What was not known is absent.
 *
 * @param type always {@code incident}
 * @param id unique on its host since boot
 * @param state {@code firing}, {@code resolved} or {@code withdrawn}
 * @param severity the highest of its alerts
 * @param opened when its first alert fired, RFC 3339, UTC
 * @param openedNs the same, CLOCK_BOOTTIME, ns
 * @param changed when it came into this state, RFC 3339, UTC
 * @param changedNs the same, CLOCK_BOOTTIME, ns
 * @param alerts ids in order of firing
 * @param psiCpu share of the 10 s before it opened in which some task waited for a CPU, percent
 * @param psiMemory in which every task that had work waited for memory, likewise
 * @param psiIo in which every task that had work waited for I/O, likewise
 * @param cpuPercent CPU time used in those 10 s, percent of all CPUs
 * @param loadAvg load averages over 1, 5 and 15 minutes when it opened
 * @param psiAfter as psiCpu, of the 10 s before its end; absent while it fires
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record IncidentTransition(
        String type,
        String id,
        String state,
        String severity,
        String opened,
        long openedNs,
        String changed,
        long changedNs,
        List<String> alerts,
        @Nullable Double psiCpu,
        @Nullable Double psiMemory,
        @Nullable Double psiIo,
        @Nullable Double cpuPercent,
        @Nullable List<Double> loadAvg,
        @Nullable Double psiAfter) {}
