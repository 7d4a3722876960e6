package dev.linnix.agent.metrics;

/**
 * Something that did not get through, or was forgotten for want of room.
 *
 * @param hop where: {@code kernel}, {@code engine}, {@code api}, {@code unix_socket}, {@code heartbeat}, {@code recorder}, or a responder
 * @param kind of what; of what is forgotten, the table
 * @param reason why
 * @param count since start
 */
public record Loss(String hop, String kind, String reason, long count) {
    /** Reason of what a table forgot because it held too much. */
    public static final String EVICTED = "evicted";

    /** {@return whether it made room for newer, as it should: who had no use for it lost nothing} */
    public boolean evicted() {
        return reason.equals(EVICTED);
    }
}
