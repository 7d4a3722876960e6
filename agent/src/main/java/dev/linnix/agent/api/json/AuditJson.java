package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A line of the audit log. What does not apply is absent.
 *
 * @param time RFC 3339, UTC
 * @param event {@code config_loaded}, {@code rules_loaded}, {@code incident}, {@code collected}, {@code deleted}
 * @param file that was loaded, or the archive that was made
 * @param sha256 of the file that was loaded
 * @param accepted whether what was loaded is in force
 * @param problems errors and warnings in it
 * @param incident its id
 * @param state of the incident
 * @param rule that fired first
 * @param offender who is to blame
 * @param phase of the collection
 * @param bytes of the archive, or of disk that became free
 * @param status of the collection
 * @param bundle that was deleted
 * @param reason why it was deleted
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record AuditJson(
        String time,
        String event,
        @Nullable String file,
        @Nullable String sha256,
        @Nullable Boolean accepted,
        @Nullable Integer problems,
        @Nullable String incident,
        @Nullable String state,
        @Nullable String rule,
        @Nullable String offender,
        @Nullable Integer phase,
        @Nullable Long bytes,
        @Nullable String status,
        @Nullable String bundle,
        @Nullable String reason) {}
