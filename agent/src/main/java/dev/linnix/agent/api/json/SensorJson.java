package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * One source of records.
 *
 * @param name of the source
 * @param required whether the agent is not ready without it
 * @param state {@code on}, {@code off}, {@code failed} or {@code given_up}
 * @param reason why it is not on; absent while it is
 * @param restarts times it was opened again
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record SensorJson(
        String name,
        boolean required,
        String state,
        @Nullable String reason,
        int restarts) {}
