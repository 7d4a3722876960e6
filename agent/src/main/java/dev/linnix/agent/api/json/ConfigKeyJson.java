package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration, as {@code linnix config reference --json} prints it.
 *
 * @param key {@code section.key}
 * @param value what it may be, in words
 * @param unit of its values; null when there is none
 * @param byDefault as people write it; null when there is none
 * @param otherwise what holds without a value, in words; null when there is a default
 * @param options of the command line that set it
 * @param variables of the environment that set it
 * @param meaning in whole sentences
 * @param takenUp when a change takes effect
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ConfigKeyJson(
        String key,
        String value,
        @Nullable String unit,
        @Json.Property("default") @Nullable String byDefault,
        @Nullable String otherwise,
        List<String> options,
        List<String> variables,
        String meaning,
        String takenUp) {}
