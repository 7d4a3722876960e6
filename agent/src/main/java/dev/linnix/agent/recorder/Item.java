package dev.linnix.agent.recorder;

import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import dev.linnix.recording.Gap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the engine's thread hands to the recorder's, in the order in which it is to be written. */
sealed interface Item {
    /**
     * Inputs and what the engine said because of them.
     *
     * @param chunk null when there are no inputs
     * @param said alerts and incidents
     * @param nowNs event time at the end
     */
    record Inputs(@Nullable Chunk chunk, List<Record> said, long nowNs) implements Item {}

    /**
     * Other rules are in force.
     *
     * @param rules where they come from
     * @param said alerts and incidents withdrawn for it
     * @param nowNs event time
     */
    record Reload(RuleSet.Source rules, List<Record> said, long nowNs) implements Item {}

    /**
     * A new segment begins.
     *
     * @param keyframe the engine's state
     * @param rules in force
     * @param gap what is missing before it; null when nothing is
     * @param nowNs event time
     */
    record Opening(
            Keyframe keyframe,
            RuleSet.Source rules,
            @Nullable Gap gap,
            long nowNs) implements Item {}

    /** Look whether it is time to stop. */
    record Nudge() implements Item {}
}
