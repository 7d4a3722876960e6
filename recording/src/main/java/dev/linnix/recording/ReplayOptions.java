package dev.linnix.recording;

import dev.linnix.engine.rule.RuleSet;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How to replay a recording.
 *
 * @param from begin at the last segment that starts no later, and tell only what is said from this time on; null for the
 *     whole recording
 * @param rules instead of those in the recording; null for those
 * @param check whether each keyframe is compared with the state the replay has come to
 * @param pacer holds it back
 */
public record ReplayOptions(
        @Nullable Instant from, @Nullable RuleSet rules, boolean check, Pacer pacer) {
    /** Everything, under the recorded rules, as fast as it can. */
    public static final ReplayOptions ALL = new ReplayOptions(null, null, false, Pacer.NONE);

    /** {@return the same, from a time on} */
    public ReplayOptions from(Instant time) {
        return new ReplayOptions(time, rules, check, pacer);
    }

    /** {@return the same under other rules} */
    public ReplayOptions under(RuleSet others) {
        return new ReplayOptions(from, others, check, pacer);
    }

    /** {@return the same, each keyframe compared} */
    public ReplayOptions checked() {
        return new ReplayOptions(from, rules, true, pacer);
    }

    /** {@return the same, held back} */
    public ReplayOptions paced(Pacer by) {
        return new ReplayOptions(from, rules, check, by);
    }
}
