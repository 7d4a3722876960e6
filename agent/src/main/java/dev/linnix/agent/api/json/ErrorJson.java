package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * Every error of the API.
 *
 * @param error what went wrong, in a few words
 * @param detail what was expected, or why
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ErrorJson(String error, @Nullable String detail) {}
