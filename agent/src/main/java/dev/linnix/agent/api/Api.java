package dev.linnix.agent.api;

import dev.linnix.agent.api.json.HealthJson;
import dev.linnix.agent.api.json.ReadyJson;
import dev.linnix.agent.respond.AlertResponder;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.ProcessInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The routes. Each reads the engine by one query, which the engine's thread answers between two batches, and shapes the
 * answer on its own thread. Thread-safe.
 */
public final class Api implements AutoCloseable {
    /** Most alerts {@code /timeline} shows. */
    static final int MOST_ALERTS = 1000;

    static final int MOST_INCIDENTS = 1000;
    static final int USUAL_INCIDENTS = 10;

    /** Longest wait for the engine's answer. */
    private static final long ANSWER_SECONDS = 5;

    private final WriteDeadlines deadlines;
    private final AlertStream stream;
    private final Views views;
    /** The table may hold tens of thousands of processes: its copies are made one at a time. */
    private final Semaphore wholeTable = new Semaphore(1, true);

    private @Nullable Running agent;
    private @Nullable ApiServer server;

    /** Creates the API; its alert stream takes alerts at once, its routes answer after {@link #open}. */
    public Api(Views views, java.util.function.LongSupplier clockNs) {
        this.views = views;
        this.deadlines = new WriteDeadlines(clockNs);
        this.stream = new AlertStream(alert -> Json.bytes(views.alert(alert)), deadlines);
    }

    /** {@return what sends alerts to the clients of the stream} */
    public AlertResponder stream() {
        return stream;
    }

    /** {@return readers of the stream disconnected because they did not read} */
    long slowReaders() {
        return stream.slowReaders();
    }

    /**
     * Starts to listen.
     *
     * @return where, the port chosen included
     * @throws IOException with one clear sentence when the address cannot be had
     */
    public InetSocketAddress open(InetSocketAddress address, Running running) throws IOException {
        agent = running;
        ApiServer opened = new ApiServer(address, routes(running), deadlines);
        server = opened;
        return opened.address();
    }

    /** Ends writes to readers that do not read; to be called about once a second. */
    public void enforceDeadlines() {
        deadlines.enforce();
    }

    private Router routes(Running running) {
        StatusView status = new StatusView(running, views, stream, deadlines);
        return new Router()
                .get(
                        "/healthz",
                        request -> Response.ok(new HealthJson(
                                "ok", running.version(), running.instrumentation(), running.transport())))
                .get("/readyz", request -> ready(running))
                .get("/status", request -> Response.ok(status.show(ask(StatusView::ask), failures())))
                .get("/processes", this::processes)
                .get("/processes/{pid}", this::process)
                .get("/alerts", this::alerts)
                .get("/timeline", this::timeline)
                .get("/incidents", this::incidents)
                .get("/incidents/{id}", this::incident);
    }

    private long failures() {
        return server == null ? 0 : server.failures();
    }

    private Response ready(Running running) throws HttpError {
        EngineStatus status = ask(EngineView::status);
        List<String> reasons =
                Readiness.reasons(running.sensors(), status, running.engine().errors());
        ReadyJson body = new ReadyJson(
                reasons.isEmpty(),
                running.instrumentation(),
                running.transport(),
                running.host().btf(),
                running.memoryProbe(),
                reasons.isEmpty() ? null : String.join("; ", reasons),
                reasons);
        return new Response(reasons.isEmpty() ? 200 : 503, Json.bytes(body));
    }

    private Response processes(Request request) throws HttpError {
        ProcessList list = ProcessList.of(request);
        boolean dead =
                request.word("dead", List.of("true", "false")).orElse("false").equals("true");
        if (!oneList()) throw HttpError.busy("too many clients want the whole table; try again");
        try {
            List<ProcessInfo> processes = ask(view -> view.processes(dead));
            return Response.ok(list.apply(processes.stream().map(views::process).toList()));
        } finally {
            wholeTable.release();
        }
    }

    private boolean oneList() {
        try {
            return wholeTable.tryAcquire(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Response process(Request request) throws HttpError {
        int pid = request.pathNumber("pid");
        ProcessInfo process = ask(view -> Optional.ofNullable(view.process(pid)))
                .orElseThrow(() -> HttpError.notFound("no process " + pid + " is known"));
        return Response.ok(views.process(process));
    }

    private @Nullable Response alerts(Request request) throws HttpError, IOException {
        if (request.exchange().getRequestMethod().equals("HEAD")) {
            throw new HttpError(405, "method not allowed", "/alerts is a stream and allows GET");
        }
        stream.serve(request.exchange());
        return null;
    }

    private Response timeline(Request request) throws HttpError {
        long start = request.number("start", 0, Long.MAX_VALUE).orElse(0L);
        long end = request.number("end", 0, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        if (start > end) throw HttpError.badRequest("start " + start + " lies after end " + end);
        Optional<String> severity = request.word("severity", List.of("info", "low", "medium", "high"));
        List<Alert> alerts = ask(view -> view.alerts(MOST_ALERTS));
        return Response.ok(alerts.stream()
                .filter(alert -> severity.isEmpty()
                        || alert.severity().name().toLowerCase(Locale.ROOT).equals(severity.get()))
                .map(views::timeline)
                .filter(alert -> alert.timestamp() >= start && alert.timestamp() <= end)
                .toList());
    }

    private Response incidents(Request request) throws HttpError {
        int limit = (int) (long) request.number("limit", 1, MOST_INCIDENTS).orElse((long) USUAL_INCIDENTS);
        List<Incident> incidents = ask(view -> view.incidents(limit));
        return Response.ok(incidents.stream().map(views::incident).toList());
    }

    private Response incident(Request request) throws HttpError {
        String id = request.path().getOrDefault("id", "");
        Incident incident = ask(view -> Optional.ofNullable(view.incident(id)))
                .orElseThrow(() -> HttpError.notFound("no incident \"" + id + "\" is known"));
        return Response.ok(views.incident(incident));
    }

    private <T> T ask(Function<EngineView, T> question) throws HttpError {
        CompletableFuture<T> answer =
                agent == null ? null : agent.engine().mailbox().post(question);
        if (answer == null) throw HttpError.busy("too many queries wait for the engine; try again");
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw HttpError.busy("the engine did not answer within " + ANSWER_SECONDS + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the engine failed on a query", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpError.busy("the agent stops");
        }
    }

    /** Lets the clients of the stream go and stops listening. */
    @Override
    public void close() {
        stream.close();
        if (server != null) server.close();
    }
}
