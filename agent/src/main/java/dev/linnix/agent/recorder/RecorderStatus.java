package dev.linnix.agent.recorder;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the flight recorder is.
 *
 * @param on whether inputs are being recorded
 * @param reason why not, in one sentence; null while it is on
 * @param segments on disk
 * @param bytes on disk
 * @param minutes of the past that are kept
 * @param mostBytes on disk
 * @param oldest time of what is recorded; null when nothing is
 * @param records written since the start
 * @param writtenBytes to segments since the start, compressed
 * @param gaps times that inputs were left out since the start
 * @param dropped what was left out, by reason; every reason once
 * @param cpuNs CPU time of the recorder's thread, ns
 */
public record RecorderStatus(
        boolean on,
        @Nullable String reason,
        int segments,
        long bytes,
        int minutes,
        long mostBytes,
        @Nullable Instant oldest,
        long records,
        long writtenBytes,
        long gaps,
        List<Dropped> dropped,
        long cpuNs) {

    /**
     * What was left out for one reason.
     *
     * @param reason a word
     * @param records inputs of the engine
     * @param bytes of them
     */
    public record Dropped(String reason, long records, long bytes) {}

    /** Copies the list. */
    public RecorderStatus {
        dropped = List.copyOf(dropped);
    }
}
