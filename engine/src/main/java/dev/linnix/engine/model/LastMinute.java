package dev.linnix.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened of late, second by second: on the whole host, and in one process with all that descends from it by birth.
 * Immutable.
 *
 * @param seconds at most 60, the oldest first, the last up to now; none from before the first life-cycle record
 */
public record LastMinute(List<Second> seconds) {
    /** Nothing is known. */
    public static final LastMinute UNKNOWN = new LastMinute(List.of());

    /** Copies the list. */
    public LastMinute {
        seconds = List.copyOf(seconds);
    }

    /**
     * One second.
     *
     * @param beginNs CLOCK_BOOTTIME, ns
     * @param forks of the host, those whose records were lost included
     * @param cpuPercent of one core, all processes together; null when it was not read yet
     * @param lost life-cycle records; then {@code treeForks} is a lower bound
     * @param treeForks caused by the tree; null when there is none
     * @param treeCpuPercent of one core; null when there is no tree or it was not read yet
     * @param treeBytes anonymous and swapped-out memory of those of the tree that still live; null without a sample in
     *     this second
     * @param treeFds open files of them; likewise
     */
    public record Second(
            long beginNs,
            long forks,
            @Nullable Double cpuPercent,
            long lost,
            @Nullable Long treeForks,
            @Nullable Double treeCpuPercent,
            @Nullable Long treeBytes,
            @Nullable Long treeFds) {}
}
