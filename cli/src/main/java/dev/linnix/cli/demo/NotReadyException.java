package dev.linnix.cli.demo;

import java.util.List;

/** The demo cannot begin, because its agent cannot see. */
final class NotReadyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> log;

    NotReadyException(String message, List<String> log) {
        super(message);
        this.log = log;
    }

    /** {@return the last lines the agent logged} */
    List<String> log() {
        return log;
    }
}
