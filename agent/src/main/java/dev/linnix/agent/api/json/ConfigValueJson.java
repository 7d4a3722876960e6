package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;

/**
 * What holds for one key, as {@code linnix config show --json} prints it.
 *
 * @param key {@code section.key}
 * @param value as people write it, a secret hidden; in words when there is none
 * @param from file and line, environment variable, option, or {@code default}
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ConfigValueJson(String key, String value, String from) {}
