package dev.linnix.cli.replay;

import dev.linnix.cli.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C, or another signal to end, end a command in good order: it does what it is told to, waits until the command
 * is through, and ends the process with what the command exits with.
 */
final class OnInterrupt implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch through = new CountDownLatch(1);
    private final Thread hook;
    private volatile int code = ExitCode.PROBLEM;

    /**
     * Begins.
     *
     * @param stop makes the command come to its end; called by another thread
     */
    OnInterrupt(Runnable stop) {
        hook = new Thread(() -> end(stop), "linnix-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void end(Runnable stop) {
        stop.run();
        try {
            // Meanwhile the command's own thread waits in System.exit for this one.
            if (through.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                Runtime.getRuntime().halt(code);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Tells that the command is through.
     *
     * @param exitCode what it exits with
     * @return the same
     */
    int through(int exitCode) {
        code = exitCode;
        through.countDown();
        return exitCode;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The hook runs.
        }
    }
}
