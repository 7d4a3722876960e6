package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;

/**
 * A time nobody watched, because the agent before did not end in good order.
 *
 * @param from its last sign of life, RFC 3339, UTC
 * @param to start of this agent, RFC 3339, UTC
 * @param rebooted whether the host was started anew in between
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record BlindJson(String from, String to, boolean rebooted) {}
