package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert as {@code /alerts}, {@code /timeline} and {@code /incidents} tell it; what is absent is null, 0 or empty.
 *
 * @param id of the alert
 * @param incidentId the incident it belongs to
 * @param rule that fired
 * @param detector of the rule
 * @param severity in any case
 * @param state {@code firing}, {@code resolved} or {@code withdrawn}
 * @param message one sentence
 * @param host where
 * @param time when it fired, RFC 3339
 * @param timestamp when it fired, Unix time, s
 * @param changed when it came into its state, RFC 3339
 * @param subject what it is about
 * @param offender the one to name; null for nobody
 * @param offenders everyone responsible
 * @param hostedBy the process that merely hosts the offenders
 * @param candidates the largest contributors when nobody is responsible
 * @param value measured when it fired
 * @param peak largest value since
 * @param threshold that the value was held against
 * @param unit of value and threshold
 * @param windowSeconds over which the value was measured
 * @param lowerBound whether records were lost, so that the value is a lower bound
 * @param silence the edit of the rule that would have kept it quiet
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record AlertJson(
        @Nullable String id,
        @Nullable String incidentId,
        @Nullable String rule,
        @Nullable String detector,
        @Nullable String severity,
        @Nullable String state,
        @Nullable String message,
        @Nullable String host,
        @Nullable String time,
        long timestamp,
        @Nullable String changed,
        @Nullable SubjectJson subject,
        @Nullable OffenderJson offender,
        List<OffenderJson> offenders,
        @Nullable ProcessRefJson hostedBy,
        List<OffenderJson> candidates,
        @Nullable Double value,
        @Nullable Double peak,
        @Nullable Double threshold,
        @Nullable String unit,
        double windowSeconds,
        boolean lowerBound,
        @Nullable String silence) {

    /**
     * What an alert is about.
     *
     * @param scope {@code host}, {@code subtree} or {@code process}
     * @param process root of the subtree or the process; null for the host
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record SubjectJson(
            @Nullable String scope, @Nullable ProcessRefJson process) {}
}
