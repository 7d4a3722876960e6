package dev.linnix.agent.metrics;

import java.io.Serial;

/** The engine did not answer; the message is one sentence for whoever asked. */
public final class UnavailableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    UnavailableException(String message) {
        super(message);
    }
}
