package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the agent's flight recorder is, as {@code /recorder} tells it.
 *
 * @param state {@code on} or {@code off}
 * @param reason why it is off
 * @param segments on disk
 * @param bytes on disk
 * @param oldest time of what is recorded, RFC 3339; null when nothing is
 * @param minutes of the past that it keeps; null when the agent does not tell
 * @param maxBytes on disk at most; null when the agent does not tell
 * @param records written since the start
 * @param writtenBytes since the start, compressed
 * @param gaps times that something was left out since the start
 * @param dropped what was left out, by reason
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record RecorderJson(
        String state,
        @Nullable String reason,
        int segments,
        long bytes,
        @Nullable String oldest,
        @Nullable Integer minutes,
        @Nullable Long maxBytes,
        long records,
        long writtenBytes,
        long gaps,
        List<Dropped> dropped) {

    /**
     * What was left out for one reason.
     *
     * @param reason a word
     * @param records inputs of the engine
     * @param bytes of them
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Dropped(String reason, long records, long bytes) {}
}
