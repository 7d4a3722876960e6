package dev.linnix.agent.api.json;

import dev.linnix.recording.json.AlertJson;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alerts with one cause.
 *
 * @param id unique on this host since boot
 * @param state {@code firing}, {@code resolved} or {@code withdrawn}
 * @param severity the highest of its alerts
 * @param time when it was opened, RFC 3339, UTC
 * @param timestamp when it was opened, Unix time, s
 * @param changed when it last changed, RFC 3339, UTC
 * @param eventType rule of its first alert
 * @param targetPid the process to name; absent when there is none
 * @param targetName its command name
 * @param alerts in order of firing
 * @param psiCpu share of the 10 s before it opened in which some task waited for a CPU, percent; null, as are the next
 *     four, when it was not known
 * @param psiMemory in which every task that had work waited for memory
 * @param psiIo in which every task that had work waited for I/O
 * @param cpuPercent CPU time used in those 10 s, percent of all CPUs
 * @param loadAvg load averages over 1, 5 and 15 minutes when it opened, text: {@code 0.50,1.25,2.00}
 * @param action always {@code none}: the agent only tells
 * @param systemSnapshot null
 * @param llmAnalysis null
 * @param llmAnalyzedAt null
 * @param recoveryTimeMs from its opening to its end; null while it fires
 * @param psiAfter as psiCpu, of the 10 s before its end; null while it fires
 * @param bundles names of the archives of evidence that are kept of it, by phase
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record IncidentJson(
        String id,
        String state,
        String severity,
        String time,
        long timestamp,
        String changed,
        @Nullable String eventType,
        @Nullable Integer targetPid,
        @Nullable String targetName,
        List<AlertJson> alerts,
        Explicit psiCpu,
        Explicit psiMemory,
        Explicit psiIo,
        Explicit cpuPercent,
        Explicit loadAvg,
        String action,
        Explicit systemSnapshot,
        Explicit llmAnalysis,
        Explicit llmAnalyzedAt,
        Explicit recoveryTimeMs,
        Explicit psiAfter,
        List<String> bundles) {}
