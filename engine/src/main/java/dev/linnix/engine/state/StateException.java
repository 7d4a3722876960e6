package dev.linnix.engine.state;

/** The bytes are no state that this version can take up; the message says why, in one sentence. */
public final class StateException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates an exception. */
    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
