package dev.linnix.cli;

/** Ends a command with one sentence and an {@link ExitCode}. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * Creates one.
     *
     * @param exitCode an {@link ExitCode}
     * @param message one sentence for people
     */
    public CommandException(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** {@return what the command exits with} */
    public int exitCode() {
        return exitCode;
    }

    /** {@return the sentence} */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
