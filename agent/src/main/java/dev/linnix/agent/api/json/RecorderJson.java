package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the flight recorder is.
 *
 * @param state {@code on} or {@code off}
 * @param reason why it is off, in one sentence; absent while it is on
 * @param segments on disk
 * @param bytes on disk
 * @param minutes of the past that are kept
 * @param maxBytes on disk at most
 * @param oldest time of what is recorded; absent when nothing is
 * @param records written since the start
 * @param writtenBytes since the start, compressed
 * @param gaps times that something was left out since the start
 * @param dropped what was left out, by reason; only reasons there were
 * @param cpuS CPU time of the recorder's thread, seconds
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record RecorderJson(
        String state,
        @Nullable String reason,
        int segments,
        long bytes,
        int minutes,
        long maxBytes,
        @Nullable String oldest,
        long records,
        long writtenBytes,
        long gaps,
        List<Dropped> dropped,
        double cpuS) {

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
