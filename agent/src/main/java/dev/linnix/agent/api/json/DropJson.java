package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;

/**
 * Something that did not get through; only what is not zero is listed.
 *
 * @param hop where: {@code kernel}, {@code engine}, {@code api}, or a responder
 * @param kind of what: a record type, {@code alert}, {@code query}, {@code snapshot}, {@code client}
 * @param reason why
 * @param count since start
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record DropJson(String hop, String kind, String reason, long count) {}
