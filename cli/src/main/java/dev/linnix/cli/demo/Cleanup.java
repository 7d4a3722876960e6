package dev.linnix.cli.demo;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, last first, when the demo ends, however it ends: also when the JVM is told to by a signal. */
final class Cleanup implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread hook = new Thread(this::closeAll, "cleanup");
    private boolean closed;

    Cleanup() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Takes charge of a thing.
     *
     * @return the thing
     */
    synchronized <T extends AutoCloseable> T add(T thing) {
        open.push(thing);
        if (closed) {
            closeAll();
            throw new IllegalStateException("the demo is being ended");
        }
        return thing;
    }

    /** Closes one thing before the others. */
    synchronized void close(AutoCloseable thing) {
        if (open.remove(thing)) closeOne(thing);
    }

    private synchronized void closeAll() {
        closed = true;
        while (!open.isEmpty()) closeOne(open.pop());
    }

    private static void closeOne(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) Thread.currentThread().interrupt();
            System.getLogger(Cleanup.class.getName()).log(Level.WARNING, "could not clean up", e);
        }
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is on its way down and runs the hook itself.
        }
    }
}
