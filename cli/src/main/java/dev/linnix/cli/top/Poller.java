package dev.linnix.cli.top;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Asks a source again and again on a thread of its own, so that no answer, or a late one, holds up the keyboard. */
final class Poller implements AutoCloseable {
    private final Source source;
    private final Duration interval;
    private final Consumer<Reading> sink;
    private final Thread thread = new Thread(this::run, "top-poller");

    /**
     * Creates one that does not run yet.
     *
     * @param interval from the start of one question to the start of the next
     * @param sink takes what comes, on the poller's thread
     */
    Poller(Source source, Duration interval, Consumer<Reading> sink) {
        this.source = source;
        this.interval = interval;
        this.sink = sink;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            long start = System.nanoTime();
            sink.accept(ask(source));
            Duration rest = interval.minusNanos(System.nanoTime() - start);
            try {
                Thread.sleep(rest.isNegative() ? Duration.ZERO : rest);
            } catch (InterruptedException _) {
                return; // Closed.
            }
        }
    }

    /** {@return what comes of asking once; every failure is a reading too} */
    static Reading ask(Source source) {
        try {
            return Reading.of(source.fetch());
        } catch (IOException e) {
            String message = e.getMessage();
            return Reading.failed(Instant.now(), message == null ? e.getClass().getSimpleName() : message);
        }
    }

    /** Asks no more; an answer under way is not awaited. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
