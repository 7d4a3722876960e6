package dev.linnix.agent.sensor;

/** A sensor cannot be had, and trying again is of no use: whoever runs the agent has to change something first. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the refusal.
     *
     * @param reason why, and what to do about it; whole sentences
     */
    public RefusedException(String reason) {
        super(reason);
    }

    /** Creates a refusal with its cause. */
    public RefusedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
