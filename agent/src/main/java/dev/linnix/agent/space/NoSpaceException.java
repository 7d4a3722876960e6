package dev.linnix.agent.space;

import java.io.IOException;

/** Room cannot be made: the message says what is in the way, in one sentence. */
public final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1;

    /** Creates it. */
    public NoSpaceException(String message) {
        super(message);
    }
}
