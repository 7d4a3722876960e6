package dev.linnix.agent.metrics;

import java.util.List;

/**
 * What the API counts.
 *
 * @param subscribers readers of server-sent events connected now
 * @param droppedEvents process events not shown on the event stream because there were too many at a time
 * @param losses what it lost or forgot, each once
 */
public record ApiCounts(int subscribers, long droppedEvents, List<Loss> losses) {
    /** An API nobody uses. */
    public static final ApiCounts NONE = new ApiCounts(0, 0, List.of());
}
