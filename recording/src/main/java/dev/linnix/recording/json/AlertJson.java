package dev.linnix.recording.json;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One alert, as {@code /alerts}, {@code /timeline}, {@code /incidents}, {@code alerts.ndjson} and recordings show it.
 *
 * @param id unique on this host since boot
 * @param incidentId the incident it belongs to
 * @param rule name of the rule
 * @param detector name of the rule's detector
 * @param severity {@code High} and so on; lower case on {@code /timeline}
 * @param state {@code firing}, {@code resolved} or {@code withdrawn}
 * @param message one sentence
 * @param host name of this host
 * @param time when it fired, RFC 3339, UTC
 * @param timestamp when it fired, Unix time, s
 * @param changed when it came into this state, RFC 3339, UTC
 * @param subject what it is about
 * @param offender the one to name: the one responsible, or the largest of those a mere host runs; absent when the cause
 *     is spread
 * @param offenders everyone responsible
 * @param hostedBy the process that merely hosts the offenders; absent when it is not so
 * @param candidates the largest contributors when nobody is responsible
 * @param value measured when it fired; absent when it is no finite number
 * @param peak largest value since
 * @param threshold that the value was held against
 * @param unit of value and threshold
 * @param windowSeconds over which the value was measured
 * @param lowerBound whether records were lost, so that the value is a lower bound
 * @param silence the edit of the rule that would have kept it quiet
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record AlertJson(
        String id,
        String incidentId,
        String rule,
        String detector,
        String severity,
        String state,
        String message,
        String host,
        String time,
        long timestamp,
        String changed,
        SubjectJson subject,
        @Nullable OffenderJson offender,
        List<OffenderJson> offenders,
        @Nullable ProcessRefJson hostedBy,
        List<OffenderJson> candidates,
        @Nullable Double value,
        @Nullable Double peak,
        @Nullable Double threshold,
        String unit,
        double windowSeconds,
        boolean lowerBound,
        String silence) {}
