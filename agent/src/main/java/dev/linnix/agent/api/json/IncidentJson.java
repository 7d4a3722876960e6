package dev.linnix.agent.api.json;

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
 * @param psiCpu pressure when it was opened: null, as this and the next six are not recorded with an incident
 * @param psiMemory the same
 * @param cpuPercent the same
 * @param loadAvg the same
 * @param action always {@code none}: the agent only tells
 * @param systemSnapshot null
 * @param llmAnalysis null
 * @param llmAnalyzedAt null
 * @param recoveryTimeMs from its opening to its end; null while it fires
 * @param psiAfter null
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
        Explicit cpuPercent,
        Explicit loadAvg,
        String action,
        Explicit systemSnapshot,
        Explicit llmAnalysis,
        Explicit llmAnalyzedAt,
        Explicit recoveryTimeMs,
        Explicit psiAfter) {}
