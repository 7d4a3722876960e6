package dev.linnix.engine.state;

/** What was read cannot be state. Never leaves the engine: whoever takes up a state turns it into a {@link StateException}. */
public final class MalformedStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception. */
    public MalformedStateException(String message) {
        super(message);
    }
}
