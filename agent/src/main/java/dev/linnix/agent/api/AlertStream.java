package dev.linnix.agent.api;

import com.sun.net.httpserver.HttpExchange;
import dev.linnix.agent.respond.AlertResponder;
import dev.linnix.engine.model.Alert;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Sends every change of an alert to every connected client as server-sent events: {@code event: alert} and one line of
 * JSON. A comment goes out at once and after {@link #KEEP_ALIVE_SECONDS} of silence. Each client has a bounded queue; one
 * that does not read is disconnected and counted, and no other notices. Thread-safe.
 */
final class AlertStream implements AlertResponder, AutoCloseable {
    /** Most clients at one time. */
    static final int MOST_CLIENTS = 64;

    /** Alerts a client may be behind. */
    static final int CLIENT_QUEUE = 128;

    static final int KEEP_ALIVE_SECONDS = 10;

    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event: alert\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final class Client {
        private final ArrayBlockingQueue<byte[]> frames = new ArrayBlockingQueue<>(CLIENT_QUEUE);
        private final Thread thread = Thread.currentThread();
    }

    private final Function<Alert, byte[]> json;
    private final WriteDeadlines deadlines;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong slowReaders = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean closed;

    AlertStream(Function<Alert, byte[]> json, WriteDeadlines deadlines) {
        this.json = json;
        this.deadlines = deadlines;
    }

    @Override
    public void respond(Alert alert) {
        if (clients.isEmpty()) return;
        byte[] text = json.apply(alert);
        byte[] frame = new byte[EVENT.length + text.length + END.length];
        System.arraycopy(EVENT, 0, frame, 0, EVENT.length);
        System.arraycopy(text, 0, frame, EVENT.length, text.length);
        System.arraycopy(END, 0, frame, EVENT.length + text.length, END.length);
        clients.removeIf(client -> !send(client, frame));
    }

    /** {@return whether the client keeps up} */
    private boolean send(Client client, byte[] frame) {
        if (client.frames.offer(frame)) return true;
        slowReaders.incrementAndGet();
        // Its thread hangs in a write; an interrupt closes the connection below it.
        client.thread.interrupt();
        return false;
    }

    /** Serves one client until it goes; on the request's own virtual thread. */
    void serve(HttpExchange exchange) throws HttpError, IOException {
        Client client = new Client();
        synchronized (clients) {
            if (clients.size() >= MOST_CLIENTS) {
                refused.incrementAndGet();
                exchange.getResponseHeaders().set("Retry-After", "30");
                throw HttpError.busy("there are already " + MOST_CLIENTS + " readers of the alert stream");
            }
            clients.add(client);
        }
        long endedBefore = deadlines.ended();
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            write(out, KEEP_ALIVE);
            while (!closed) {
                byte[] frame = client.frames.poll(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
                write(out, frame == null ? KEEP_ALIVE : frame);
            }
        } catch (InterruptedException e) {
            // Disconnected as too slow, or the server stops.
            Thread.currentThread().interrupt();
        } finally {
            boolean stillListed = clients.remove(client);
            if (stillListed && !closed && Thread.currentThread().isInterrupted() && deadlines.ended() > endedBefore) {
                slowReaders.incrementAndGet();
            }
        }
    }

    private void write(OutputStream out, byte[] frame) throws IOException {
        deadlines.run(() -> {
            out.write(frame);
            out.flush();
        });
    }

    int clients() {
        return clients.size();
    }

    /** {@return clients disconnected because they did not read} */
    long slowReaders() {
        return slowReaders.get();
    }

    /** {@return clients refused because there were too many} */
    long refused() {
        return refused.get();
    }

    /** Lets every client go. */
    @Override
    public void close() {
        closed = true;
        clients.forEach(client -> client.thread.interrupt());
    }
}
