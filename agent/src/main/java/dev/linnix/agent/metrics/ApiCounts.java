package dev.linnix.agent.metrics;

/**
 * What the API counts.
 *
 * @param subscribers readers of server-sent events connected now
 * @param slowReaders readers disconnected because they did not read
 * @param refused readers refused because there were too many
 * @param droppedEvents process events not shown on the event stream because there were too many at a time
 * @param overdueWrites responses cut off because the client did not take them
 * @param failures requests that failed for a defect of the agent
 */
public record ApiCounts(
        int subscribers, long slowReaders, long refused, long droppedEvents, long overdueWrites, long failures) {
    /** An API nobody uses. */
    public static final ApiCounts NONE = new ApiCounts(0, 0, 0, 0, 0, 0);
}
