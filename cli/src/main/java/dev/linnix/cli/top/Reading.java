package dev.linnix.cli.top;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking once.
 *
 * @param time when
 * @param sample the answer; null when there was none
 * @param failure why there was none, one sentence; null when there was one
 */
record Reading(
        Instant time, @Nullable Sample sample, @Nullable String failure) {
    static Reading of(Sample sample) {
        return new Reading(sample.time(), sample, null);
    }

    static Reading failed(Instant time, String failure) {
        return new Reading(time, null, failure);
    }
}
