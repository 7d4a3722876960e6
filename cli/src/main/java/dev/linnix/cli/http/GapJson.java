package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * That events of a stream are missing here.
 *
 * @param of {@code event} or {@code alert}
 * @param lost how many; null when unknown
 * @param reason why
 */
@Json
public record GapJson(
        @Nullable String of, @Nullable Long lost, @Nullable String reason) {}
