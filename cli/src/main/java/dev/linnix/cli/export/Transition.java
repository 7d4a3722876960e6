package dev.linnix.cli.export;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a trace shows of a transition in a recording; what is absent is null or empty.
 *
 * @param type whether it is of an alert or of an incident
 * @param id of the alert or incident
 * @param incidentId of an alert: the incident it belongs to
 * @param rule of an alert
 * @param severity in any case
 * @param state {@code firing}, {@code resolved} or {@code withdrawn}
 * @param message of an alert: one sentence
 * @param changedNs when it came into this state, CLOCK_BOOTTIME, ns
 * @param value measured when it fired
 * @param peak largest value since
 * @param threshold that the value was held against
 * @param unit of value and threshold
 * @param offender the one to name
 * @param alerts of an incident: their ids
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Transition(
        @Nullable String type,
        @Nullable String id,
        @Nullable String incidentId,
        @Nullable String rule,
        @Nullable String severity,
        @Nullable String state,
        @Nullable String message,
        @Nullable Long changedNs,
        @Nullable Double value,
        @Nullable Double peak,
        @Nullable Double threshold,
        @Nullable String unit,
        @Nullable Offender offender,
        @Nullable List<String> alerts) {

    /**
     * The process responsible.
     *
     * @param pid with {@code startNs} its identity
     * @param startNs CLOCK_BOOTTIME, ns
     * @param comm command name
     * @param executable resolved path
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Offender(
            int pid,
            long startNs,
            @Nullable String comm,
            @Nullable String executable) {}
}
