package dev.linnix.agent.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The list of all processes, made once in a while for all who want it again and again. Thread-safe. */
final class LiveProcesses {
    static final long PERIOD_MILLIS = 2000;

    /** Makes the list. */
    @FunctionalInterface
    interface Source {
        byte[] json() throws HttpError;
    }

    private final Source source;
    private final ReentrantLock lock = new ReentrantLock();
    private byte[] latest = {};
    private long madeNs = System.nanoTime() - 2 * TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);

    LiveProcesses(Source source) {
        this.source = source;
    }

    /** Sends the list to one reader until it goes. */
    void send(Streams.Reader reader) throws IOException, InterruptedException {
        reader.write(Streams.KEEP_ALIVE + "\n");
        while (reader.isServed()) {
            reader.write(frame());
            TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
        }
    }

    private byte[] frame() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = System.nanoTime();
            // Readers that came a little later share the list.
            if (now - madeNs >= TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS) / 2) {
                latest = make();
                madeNs = now;
            }
            return latest;
        } finally {
            lock.unlock();
        }
    }

    private byte[] make() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            byte[] json = source.json();
            bytes.writeBytes("event: processes\ndata: ".getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(json);
            bytes.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        } catch (HttpError e) {
            // The engine is busy: nothing new, and the comment says why.
            bytes.writeBytes((": " + e.detail() + "\n\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
