package dev.linnix.agent.recorder;

import java.util.Locale;

/** Why inputs are not in the recording. */
enum DropReason {
    /** The recorder's thread could not keep up. */
    QUEUE_FULL,
    /** The directory or a file could not be written. */
    DISK,
    /** The arguments of a record could not be redacted, so nothing of its chunk was written. */
    REDACTION,
    /** The engine's state could not be saved: memory is scarce, or a defect of ours. */
    KEYFRAME,
    /** What compresses is missing. */
    LIBRARY;

    /** {@return the word in metrics and in gaps} */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
