package dev.linnix.agent.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server: one virtual thread for each request, limits on what a client may send, checks before any handler
 * sees a request, and one place where errors become responses.
 */
final class ApiServer implements AutoCloseable {
    /** Longest request target, characters. */
    static final int LONGEST_TARGET = 4096;

    /** Longest request body, bytes. */
    static final long LONGEST_BODY = 64 << 10;

    /** Requests being answered at one time, streams apart. None of them waits for its client. */
    private static final int AT_WORK = 8;

    private static final int LONGEST_WAIT_SECONDS = 10;

    private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());

    /** Read by the JDK's server when its classes are loaded. */
    private static final Map<String, String> SERVER_SETTINGS = Map.of(
            // Without it Nagle's algorithm and delayed acknowledgements cost some 40 ms a response.
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            // Seconds to send a whole request; maxRspTime must stay unset, it would cut the alert stream.
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.idleInterval", "30",
            "jdk.httpserver.maxConnections", "256");

    private final Router router;
    private final Access access;
    private final WriteDeadlines deadlines;
    private final BodyBudget budget;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore atWork = new Semaphore(AT_WORK, true);
    private final AtomicLong failures = new AtomicLong();

    /**
     * Starts to listen.
     *
     * @param setting what to change when the address cannot be had, e.g. {@code "--listen"}
     */
    ApiServer(
            InetSocketAddress address,
            Router router,
            Access access,
            WriteDeadlines deadlines,
            BodyBudget budget,
            String setting)
            throws IOException {
        this.router = router;
        this.access = access;
        this.deadlines = deadlines;
        this.budget = budget;
        SERVER_SETTINGS.forEach(System::setProperty);
        try {
            this.server = HttpServer.create(address, 64);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + address.getAddress().getHostAddress() + ":" + address.getPort() + " ("
                            + e.getMessage() + "): give another address with " + setting,
                    e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::exchange);
        server.start();
    }

    /** {@return where it listens, the port chosen included} */
    InetSocketAddress address() {
        return server.getAddress();
    }

    /** {@return requests on which a handler failed: a defect of ours} */
    long failures() {
        return failures.get();
    }

    private void exchange(HttpExchange exchange) {
        try (exchange) {
            Answer answer = respond(exchange);
            if (answer == null) return;
            try {
                deadlines.run(() -> send(exchange, answer));
            } finally {
                answer.body().release();
            }
        } catch (IOException e) {
            // The client went, or did not read in time: its connection is closed, and it knows.
            LOG.log(System.Logger.Level.DEBUG, "a client went during its response", e);
        }
    }

    /** A response made into bytes, all of them before the first is sent: whatever can fail has not failed. */
    private record Answer(Response response, Body body) {}

    private @Nullable Answer made(@Nullable Response response) throws HttpError, IOException {
        return response == null ? null : encoded(response);
    }

    private Answer encoded(Response response) throws HttpError, IOException {
        Body body = new Body(budget);
        try {
            response.content().writeTo(body);
            return new Answer(response, body);
        } catch (BodyBudget.FullException e) {
            body.release();
            throw HttpError.busy(e.getMessage() + "; try again, or ask for less");
        } catch (HttpError | IOException | RuntimeException e) {
            body.release();
            throw e;
        }
    }

    private @Nullable Answer respond(HttpExchange exchange) throws IOException {
        try {
            Headers headers = exchange.getRequestHeaders();
            access.check(headers, exchange.getRemoteAddress());
            checkSize(exchange);
            String path = exchange.getRequestURI().getRawPath();
            String query = exchange.getRequestURI().getRawQuery();
            Router.Match match = router.find(exchange.getRequestMethod(), path == null ? "" : path);
            if (match.route().withToken())
                access.checkChange(exchange.getRequestHeaders(), exchange.getRemoteAddress());
            return answer(
                    match.route(),
                    new Request(exchange, match.path(), Request.query(match.route(), query == null ? "" : query)));
        } catch (HttpError e) {
            return refuse(exchange, e);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            failures.incrementAndGet();
            LOG.log(System.Logger.Level.ERROR, "cannot answer " + exchange.getRequestURI(), e);
            return refuse(exchange, new HttpError(500, "internal error", "the agent's log says more"));
        }
    }

    private Answer refuse(HttpExchange exchange, HttpError error) throws IOException {
        error.headers().forEach(exchange.getResponseHeaders()::set);
        try {
            return encoded(Response.error(error));
        } catch (HttpError e) {
            throw new IllegalStateException("an error is shorter than what costs nothing", e);
        }
    }

    /** A crowd is answered a few at a time: what answers are made of must not be in memory for all of them at once. */
    private @Nullable Answer answer(Route route, Request request) throws Exception {
        if (route.streams()) return made(route.handler().handle(request));
        if (!atWork.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw HttpError.busy("too many requests are being answered; try again");
        }
        try {
            return made(route.handler().handle(request));
        } finally {
            atWork.release();
        }
    }

    private static void checkSize(HttpExchange exchange) throws HttpError {
        if (exchange.getRequestURI().toString().length() > LONGEST_TARGET) {
            throw new HttpError(414, "URI too long", "at most " + LONGEST_TARGET + " characters are read");
        }
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        // The server has refused lengths that are no numbers, and reads at most as much of a chunked body as it drains.
        if (length != null && (length.length() > 9 || Long.parseLong(length) > LONGEST_BODY)) {
            throw new HttpError(413, "content too large", "at most " + LONGEST_BODY + " bytes of a body are read");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.response().contentType());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", String.valueOf(answer.body().length()));
            exchange.sendResponseHeaders(answer.response().status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.response().status(), answer.body().length());
        try (OutputStream out = exchange.getResponseBody()) {
            answer.body().sendTo(out);
        }
    }

    /** Stops at once; requests under way are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
