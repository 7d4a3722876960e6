package dev.linnix.cli;

/** Ends a command with one sentence and an {@link ExitCode}. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final int status;

    /**
     * Creates one.
     *
     * @param exitCode an {@link ExitCode}
     * @param message one sentence for people
     */
    public CommandException(int exitCode, String message) {
        this(exitCode, message, 0);
    }

    /**
     * Creates one for an answer that is of no use.
     *
     * @param exitCode an {@link ExitCode}
     * @param message one sentence for people
     * @param status HTTP status of the answer
     */
    public CommandException(int exitCode, String message, int status) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.status = status;
    }

    /** {@return what the command exits with} */
    public int exitCode() {
        return exitCode;
    }

    /** {@return the HTTP status of the answer; 0 when nobody answered, 200 when it made no sense} */
    public int status() {
        return status;
    }

    /** {@return the sentence} */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
