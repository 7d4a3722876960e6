package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * One responder.
 *
 * @param name of the responder
 * @param state {@code on}, {@code failed} or {@code given_up}
 * @param reason of the last failure; absent when it works
 * @param delivered alerts it has dealt with
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ResponderJson(
        String name, String state, @Nullable String reason, long delivered) {}
