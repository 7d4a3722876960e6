package dev.linnix.agent;

/**
 * Ends the process when a thread of ours ends by an {@link Error}, or by an exception nobody expected: with a part gone the
 * rest could say all is well and be wrong. The service manager starts the agent anew, and the new one says how long
 * it was blind.
 */
final class Fatal implements Thread.UncaughtExceptionHandler {
    /** Exit status. */
    static final int STATUS = 3;

    private static final System.Logger LOG = System.getLogger(Fatal.class.getName());

    private Fatal() {}

    /** From now on, in every thread. */
    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(new Fatal());
    }

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        try {
            LOG.log(System.Logger.Level.ERROR, "thread " + thread.getName() + " ended, and the agent with it", cause);
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
