package dev.linnix.agent.space;

import dev.linnix.kernel.Allocation;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What is kept at most, beside the budget. Immutable.
 *
 * @param age of one thing
 * @param count of things
 * @param minFree bytes that must stay free on the file system; empty for a twentieth of it, at most {@link #MOST_FREE}
 */
public record Limits(Duration age, int count, OptionalLong minFree) {
    /** Bytes that stay free where nothing else was said, at most. */
    static final long MOST_FREE = 1L << 30;

    private static final int PART_FREE = 20;
    private static final int PART_INODES = 100;

    long floor(Allocation.Volume volume) {
        return minFree.orElseGet(() -> Math.min(MOST_FREE, volume.totalBytes() / PART_FREE));
    }

    /** {@return files that must still be possible; 0 where their number is not fixed} */
    static long inodeFloor(Allocation.Volume volume) {
        return volume.totalInodes() / PART_INODES;
    }
}
