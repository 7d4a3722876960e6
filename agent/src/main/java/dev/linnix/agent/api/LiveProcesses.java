package dev.linnix.agent.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The list of all processes, made once in a while for all who want it again and again. Thread-safe. */
final class LiveProcesses {
    static final long PERIOD_MILLIS = 2000;

    private final BodyBudget budget;
    private final Response.Elements processes;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Body latest;
    private long madeNs;
    private int readers;

    /** Creates a list of these processes. */
    LiveProcesses(BodyBudget budget, Response.Elements processes) {
        this.budget = budget;
        this.processes = processes;
    }

    /** Sends the list to one reader until it goes. */
    void send(Streams.Reader reader) throws IOException, InterruptedException {
        enter();
        try {
            reader.write(Streams.KEEP_ALIVE + "\n");
            while (reader.isServed()) {
                Body frame = frame();
                try {
                    reader.write(frame);
                } finally {
                    frame.release();
                }
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            }
        } finally {
            leave();
        }
    }

    private void enter() {
        lock.lock();
        try {
            readers++;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            if (--readers == 0) replace(null);
        } finally {
            lock.unlock();
        }
    }

    /** {@return the frame that is sent now; the caller holds it} */
    private Body frame() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = System.nanoTime();
            // Readers that came a little later share the list.
            Body frame = latest;
            if (frame == null || now - madeNs >= TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS) / 2) {
                frame = make();
                replace(frame);
                madeNs = now;
            }
            return frame.hold();
        } finally {
            lock.unlock();
        }
    }

    private void replace(@Nullable Body frame) {
        if (latest != null) latest.release();
        latest = frame;
    }

    /** {@return a new frame, held by the caller} */
    Body make() {
        Body body = new Body(budget);
        String why;
        try {
            write(body, "event: processes\ndata: {\"event\":\"update\",\"processes\":");
            Response.Array.write(body, processes);
            write(body, "}\n\n");
            return body;
        } catch (HttpError e) {
            why = e.detail();
        } catch (BodyBudget.FullException | IOException e) {
            why = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            body.release();
            throw e;
        }
        // Nothing new, and the comment says why.
        body.release();
        Body comment = new Body(budget);
        write(comment, ": " + why + "\n\n");
        return comment;
    }

    private static void write(Body body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        body.write(bytes, 0, bytes.length);
    }
}
