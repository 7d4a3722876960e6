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
        List<AlertJson> alerts) {}
