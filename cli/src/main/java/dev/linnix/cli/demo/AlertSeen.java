package dev.linnix.cli.demo;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Json.Naming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert as the agent's API tells it; only what the demo needs. Absent keys are null, 0 or empty.
 *
 * @param id of the alert
 * @param incidentId of the incident it belongs to
 * @param rule that fired
 * @param state firing, resolved or withdrawn
 * @param time when it fired, RFC 3339
 * @param message one sentence
 * @param subject what it is about
 * @param offender who is blamed
 */
@Json(naming = Naming.LowerUnderscore)
public record AlertSeen(
        @Nullable String id,
        @Nullable String incidentId,
        @Nullable String rule,
        @Nullable String state,
        @Nullable String time,
        @Nullable String message,
        @Nullable Subject subject,
        @Nullable Offender offender) {

    /**
     * What an alert is about.
     *
     * @param process root of a tree of processes, or one process; null for the whole host
     */
    @Json
    public record Subject(@Nullable Root process) {}

    /**
     * The process it is about.
     *
     * @param pid of the process
     */
    @Json
    public record Root(int pid) {}

    /**
     * Who is blamed.
     *
     * @param pid of the process
     * @param comm command name
     * @param executable path of what it runs; null when not known
     * @param args its first arguments
     * @param share of the total that it and its descendants caused, 0 to 1
     */
    @Json(naming = Naming.LowerUnderscore)
    public record Offender(
            int pid, @Nullable String comm, @Nullable String executable, List<String> args, double share) {}

    /** {@return whether it tells that a rule fired, rather than how that ended} */
    public boolean isFiring() {
        return state == null || state.equalsIgnoreCase("firing");
    }

    /** {@return what tells this firing from every other} */
    public String key() {
        return id + " " + time;
    }
}
