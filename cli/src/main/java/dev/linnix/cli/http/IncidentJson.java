package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Alerts with one cause, as {@code /incidents} tells them; what is absent is null, 0 or empty.
 *
 * @param id of the incident
 * @param state {@code firing}, {@code resolved} or {@code withdrawn}
 * @param severity the highest of its alerts, in any case
 * @param time when it was opened, RFC 3339
 * @param timestamp when it was opened, Unix time, s
 * @param changed when it last changed, RFC 3339
 * @param eventType rule of its first alert
 * @param targetPid the process to name; null when there is none
 * @param targetName its command name
 * @param alerts in order of firing
 * @param bundles names of the archives of evidence that are kept of it, by phase
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record IncidentJson(
        String id,
        @Nullable String state,
        @Nullable String severity,
        @Nullable String time,
        long timestamp,
        @Nullable String changed,
        @Nullable String eventType,
        @Nullable Integer targetPid,
        @Nullable String targetName,
        List<AlertJson> alerts,
        List<String> bundles) {
    /** Agents before this one name no archives. */
    public IncidentJson {
        bundles = Objects.requireNonNullElse(bundles, List.of());
    }
}
