package dev.linnix.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Answers like an agent's API with what the test decides on, and runs commands against it. */
public final class FakeApi implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, Queue<String>> streams = new ConcurrentHashMap<>();
    private final List<String> lastIds = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Flow> flows = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable String token;

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param type content type
     * @param body text
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Reply(int status, String type, byte[] body) {}

    /**
     * Bytes sent one after the other.
     *
     * @param pieces each sent as soon as the one before it was
     * @param ending how it ends
     */
    private record Flow(List<byte[]> pieces, Ending ending) {}

    /** How a flow of bytes ends. */
    public enum Ending {
        /** In good order. */
        WHOLE,
        /** The agent is gone. */
        BROKEN,
        /** Not before the reader or this ends. */
        NEVER
    }

    /**
     * What a command did.
     *
     * @param code exit status
     * @param out printed
     * @param err complained
     */
    public record Outcome(int code, String out, String err) {}

    /** Starts one that knows no route. */
    public FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** {@return its address} */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers a path with JSON. */
    public FakeApi on(String path, String json) {
        return on(path, 200, json);
    }

    /** Answers a path. */
    public FakeApi on(String path, int status, String json) {
        replies.put(path, new Reply(status, "application/json", bytes(json)));
        return this;
    }

    /** Answers a path with streams of events that end, one after the other; what {@link #on} says follows. */
    public FakeApi events(String path, String... frames) {
        streams.put(path, new ArrayDeque<>(List.of(frames)));
        return this;
    }

    /** Answers a path with bytes. */
    public FakeApi flow(String path, Ending ending, byte[]... pieces) {
        flows.put(path, new Flow(List.of(pieces), ending));
        return this;
    }

    /** {@return the Last-Event-ID of each request for a stream, in order; empty for none} */
    public List<String> lastIds() {
        return List.copyOf(lastIds);
    }

    /** Wants a token from now on. */
    public FakeApi guard(String wanted) {
        token = wanted;
        return this;
    }

    /** {@return path and query of each request, in order} */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestURI().toString());
        String path = exchange.getRequestURI().getPath();
        Reply reply =
                replies.getOrDefault(path, new Reply(404, "application/json", bytes("{\"error\":\"not found\"}")));
        Queue<String> frames = streams.get(path);
        String next = frames == null ? null : frames.poll();
        if (next != null) reply = new Reply(200, "text/event-stream", bytes(next));
        if (frames != null) {
            lastIds.add(Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Last-Event-ID"), ""));
        }
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        Flow flow = flows.get(path);
        if (token != null && !("Bearer " + token).equals(given)) {
            reply = new Reply(401, "text/plain", bytes("Unauthorized"));
        } else if (flow != null) {
            send(flow, exchange);
            return;
        }
        byte[] body = reply.body;
        exchange.getResponseHeaders().set("Content-Type", reply.type);
        exchange.sendResponseHeaders(reply.status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void send(Flow flow, HttpExchange exchange) throws IOException {
        long length = flow.pieces.stream().mapToLong(piece -> piece.length).sum();
        boolean broken = flow.ending == Ending.BROKEN;
        exchange.sendResponseHeaders(200, broken ? length + 1 : 0);
        for (byte[] piece : flow.pieces) {
            exchange.getResponseBody().write(piece);
            exchange.getResponseBody().flush();
        }
        try {
            if (flow.ending == Ending.NEVER) over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Runs a command against this. */
    public Outcome run(String... args) {
        return runWith(Map.of("LINNIX_URL", url()), false, args);
    }

    /** Runs a command. */
    public static Outcome runWith(Map<String, String> environment, boolean terminal, String... args) {
        return runIn(Path.of("/nonexistent"), environment, terminal, args);
    }

    /** Runs a command on a host whose agent keeps its state there. */
    public static Outcome runIn(Path stateDir, Map<String, String> environment, boolean terminal, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                terminal,
                stateDir);
        int code = Main.run(console, args);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** {@return an address at which nobody listens} */
    public static String nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }
}
