package dev.linnix.agent.log;

/** Makes {@link LineLogger} the logger of the program, which also keeps java.logging out of memory. */
public final class LineLoggerFinder extends System.LoggerFinder {
    /**
     * Sets the least urgent messages that are logged, for all loggers at once; INFO until then. Those of libraries are
     * never logged below INFO. Thread-safe.
     */
    public static void threshold(System.Logger.Level least) {
        LineLogger.threshold(least);
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new LineLogger(name);
    }
}
