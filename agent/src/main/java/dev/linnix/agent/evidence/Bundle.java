package dev.linnix.agent.evidence;

import java.time.Instant;
import java.util.List;

/**
 * The evidence of one incident that is on disk: at least one archive. Immutable.
 *
 * @param name what the names of its files begin with; unique
 * @param incident id of the incident, unique since boot only
 * @param rule that fired first, as in the name: characters that do not fit in one are {@code _}
 * @param firedAt when it fired, to the second
 * @param cause bundles of the same cause have the same; the name when it is not known
 * @param pinned whether it must stay
 * @param busy whether something is being added to it or it is being handed out
 * @param bytes of disk that it takes
 * @param archives in order of their numbers
 */
public record Bundle(
        String name,
        String incident,
        String rule,
        Instant firedAt,
        String cause,
        boolean pinned,
        boolean busy,
        long bytes,
        List<Archive> archives) {

    /**
     * One of its files.
     *
     * @param name of the file
     * @param number from 1
     * @param size bytes
     */
    public record Archive(String name, int number, long size) {}
}
