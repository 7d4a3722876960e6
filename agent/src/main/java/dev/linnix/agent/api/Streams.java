package dev.linnix.agent.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everyone who reads a stream, of whatever route: bounded in number; one that does not read is
 * disconnected and counted, and no other notices. Thread-safe.
 */
final class Streams implements AutoCloseable {
    /** A comment goes out after so much silence. */
    static final long KEEP_ALIVE_MILLIS = 10_000;

    static final String KEEP_ALIVE = ": keep-alive\n";

    private static final int RETRY_SECONDS = 30;

    /** Sends to one reader until it goes. */
    @FunctionalInterface
    interface Sender {
        /** Runs on the request's own virtual thread. */
        void send(Reader reader) throws IOException, InterruptedException;
    }

    /** One who reads. */
    final class Reader {
        private final Thread thread = Thread.currentThread();
        private final AtomicBoolean slow = new AtomicBoolean();
        private final OutputStream out;

        private Reader(OutputStream out) {
            this.out = out;
        }

        /** Sends bytes at once, or fails when the reader does not take them in time. */
        void write(byte[] bytes) throws IOException {
            deadlines.run(() -> {
                out.write(bytes);
                out.flush();
            });
        }

        /** Sends the first bytes of an array at once, or fails when the reader does not take them in time. */
        void write(byte[] bytes, int length) throws IOException {
            deadlines.run(() -> {
                out.write(bytes, 0, length);
                out.flush();
            });
        }

        /** Sends a body, or fails when the reader does not take it in time. */
        void write(Body body) throws IOException {
            deadlines.run(() -> {
                body.sendTo(out);
                out.flush();
            });
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Disconnects and counts it. Its thread may hang in a write: an interrupt closes the connection below it. */
        void drop() {
            countSlow();
            thread.interrupt();
        }

        /** {@return whether streams are still served} */
        boolean isServed() {
            return !closed && !slow.get();
        }

        private void countSlow() {
            if (slow.compareAndSet(false, true)) slowReaders.incrementAndGet();
        }
    }

    private final int most;
    private final WriteDeadlines deadlines;
    private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
    private final AtomicLong slowReaders = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean closed;

    Streams(int most, WriteDeadlines deadlines) {
        this.most = most;
        this.deadlines = deadlines;
    }

    /** Serves one reader of events, see {@link #serve(HttpExchange, String, Sender)}. */
    void serve(HttpExchange exchange, Sender sender) throws HttpError, IOException {
        serve(exchange, Response.EVENTS, sender);
    }

    /**
     * Serves one reader until it goes, on the calling thread.
     *
     * @throws HttpError 503 when there are too many
     * @throws IOException when the reader went or was disconnected, or the sender failed: what was sent is not whole
     */
    void serve(HttpExchange exchange, String contentType, Sender sender) throws HttpError, IOException {
        serve(exchange, contentType, 0, sender);
    }

    /**
     * Serves one reader until it goes, on the calling thread.
     *
     * @param length of what is sent, bytes; 0 when nobody knows
     * @throws HttpError 503 when there are too many
     */
    void serve(HttpExchange exchange, String contentType, long length, Sender sender) throws HttpError, IOException {
        enter();
        try {
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.sendResponseHeaders(200, length);
            Reader reader = new Reader(exchange.getResponseBody());
            try {
                sender.send(reader);
            } catch (WriteDeadlines.OverdueException e) {
                reader.countSlow();
            }
            if (!reader.isServed()) throw new IOException("the stream was ended early");
        } catch (InterruptedException e) {
            // Disconnected as too slow, or the server stops.
            Thread.currentThread().interrupt();
            throw new IOException("the stream was ended early", e);
        } finally {
            readers.remove(Thread.currentThread());
        }
    }

    private void enter() throws HttpError {
        synchronized (readers) {
            if (readers.size() < most && !closed) {
                readers.add(Thread.currentThread());
                return;
            }
        }
        refused.incrementAndGet();
        throw HttpError.unavailable("there are already " + most + " readers of streams")
                .header("Retry-After", String.valueOf(RETRY_SECONDS))
                // Those who come in vain must not take the connections of everyone else.
                .header("Connection", "close");
    }

    int readers() {
        return readers.size();
    }

    /** {@return readers disconnected because they did not read} */
    long slowReaders() {
        return slowReaders.get();
    }

    /** {@return readers refused because there were too many} */
    long refused() {
        return refused.get();
    }

    /** Lets everyone go. */
    @Override
    public void close() {
        closed = true;
        readers.forEach(Thread::interrupt);
    }
}
