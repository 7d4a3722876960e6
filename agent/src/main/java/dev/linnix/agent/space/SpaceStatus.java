package dev.linnix.agent.space;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much room there is and what became of it. Bytes are of allocated blocks. Immutable.
 *
 * @param budget of everything
 * @param slices parts of it with a bound of their own, by name
 * @param share what is left for things that can be deleted
 * @param kept that such things take
 * @param items how many of them there are
 * @param pinned bytes of those that must stay
 * @param claimed reserved for what is being made
 * @param deleted things that were deleted, by reason
 * @param deletedBytes of them
 * @param failures things that could not be deleted
 * @param refused claims for which no room could be made
 * @param problem why nothing is collected, in one sentence; null while there is room
 */
public record SpaceStatus(
        long budget,
        Map<String, Long> slices,
        long share,
        long kept,
        int items,
        long pinned,
        long claimed,
        Map<Deletion.Reason, Long> deleted,
        long deletedBytes,
        long failures,
        long refused,
        @Nullable String problem) {}
