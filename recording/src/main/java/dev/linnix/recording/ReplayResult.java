package dev.linnix.recording;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a replay.
 *
 * @param inputs the engine took
 * @param transitions of alerts and incidents that were told
 * @param differences keyframes that were compared and found to differ from what the replay had come to
 * @param losses places where something is missing in the recording
 * @param first time of the first input, null when there was none
 * @param last time of the last input, likewise
 * @param notes sentences on what is missing or differs, at most {@link #NOTES}, in order
 */
public record ReplayResult(
        long inputs,
        long transitions,
        long differences,
        long losses,
        @Nullable Instant first,
        @Nullable Instant last,
        List<String> notes) {
    /** Most notes; a last one says how many more there were. */
    public static final int NOTES = 100;

    /** Copies the list. */
    public ReplayResult {
        notes = List.copyOf(notes);
    }
}
