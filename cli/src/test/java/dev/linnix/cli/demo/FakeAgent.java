package dev.linnix.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Answers like an agent whose alerts the test decides on. */
final class FakeAgent implements AutoCloseable {
    private final HttpServer server;
    private final List<String> timeline = new CopyOnWriteArrayList<>();
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private int opened;

    private record Subscriber(OutputStream out, CountDownLatch over) {}

    FakeAgent() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/timeline", this::timeline);
        server.createContext("/alerts", this::alerts);
        server.start();
    }

    AgentClient client() {
        return new AgentClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    /** Fires: in the timeline, and to the subscribers unless {@code quietly}. */
    void fire(String id, String rule, String state, int pid, boolean quietly) throws IOException {
        String alert = """
                {"id":"%s","incident_id":"i","rule":"%s","severity":"High","message":"m","host":"h",\
                "time":"2026-01-01T00:00:00Z","state":"%s","value":12.5,"subject":{"scope":"host"},\
                "offender":{"pid":%d,"start":1,"executable":"/bin/x","args":["x"],"share":0.75,"cgroup":null}}""".formatted(id, rule, state, pid);
        timeline.addFirst(alert);
        if (quietly) return;
        for (Subscriber subscriber : subscribers) {
            String event = ": keep-alive\n\nevent: alert\ndata: " + alert + "\n\n";
            subscriber.out.write(event.getBytes(StandardCharsets.UTF_8));
            subscriber.out.flush();
        }
    }

    /** Breaks every stream off. */
    void dropSubscribers() {
        List<Subscriber> dropped = new ArrayList<>(subscribers);
        subscribers.removeAll(dropped);
        dropped.forEach(subscriber -> subscriber.over.countDown());
    }

    /** {@return how many streams there have been} */
    synchronized int opened() {
        return opened;
    }

    private void timeline(HttpExchange exchange) throws IOException {
        byte[] body = ("[" + String.join(",", timeline) + "]").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void alerts(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write(": keep-alive\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        Subscriber subscriber = new Subscriber(out, new CountDownLatch(1));
        subscribers.add(subscriber);
        synchronized (this) {
            opened++;
        }
        try {
            subscriber.over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    @Override
    public void close() {
        dropSubscribers();
        server.stop(0);
    }
}
