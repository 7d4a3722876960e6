package dev.linnix.agent.log;

/** Makes {@link LineLogger} the logger of the program, which also keeps java.logging out of memory. */
public final class LineLoggerFinder extends System.LoggerFinder {
    @Override
    public System.Logger getLogger(String name, Module module) {
        return new LineLogger(name);
    }
}
