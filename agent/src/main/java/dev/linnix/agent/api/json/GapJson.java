package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;

/**
 * Something a reader of a stream will not see; counted before any filter.
 *
 * @param of {@code event} or {@code alert}
 * @param lost how many; null when nobody can say
 * @param reason {@code not_kept}: older than what is kept for those who come back; {@code not_recorded}: nobody listened,
 *     or they came too fast; {@code agent_restarted}; {@code unknown_id}
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record GapJson(String of, Explicit lost, String reason) {}
