package dev.linnix.cli;

/** What the commands exit with. */
public final class ExitCode {
    /** All is well. */
    public static final int FINE = 0;

    /** The command did its work and found a problem. */
    public static final int PROBLEM = 1;

    /** The command line makes no sense, or names a file that cannot be used. */
    public static final int USAGE = 2;

    /** There is no agent to ask, or it cannot see. */
    public static final int NO_AGENT = 3;

    private ExitCode() {}
}
