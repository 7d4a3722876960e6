package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * An error of the API.
 *
 * @param error what went wrong, in a few words
 * @param detail what was expected, or why
 */
@Json
public record ErrorJson(@Nullable String error, @Nullable String detail) {}
