package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * A problem of the configuration, as {@code linnix config check --json} prints it.
 *
 * @param level {@code error} or {@code warning}
 * @param source file, environment variable or option
 * @param line of the file, from 1; absent where there are no lines
 * @param key {@code section.key}; absent when it is not about one key
 * @param message one sentence
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ConfigProblemJson(
        String level,
        String source,
        @Nullable Integer line,
        @Nullable String key,
        String message) {}
