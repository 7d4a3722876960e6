package dev.linnix.agent.api;

import dev.linnix.agent.api.json.Explicit;
import dev.linnix.agent.api.json.HealthJson;
import dev.linnix.agent.api.json.ReadyJson;
import dev.linnix.agent.api.json.StatusJson;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.EngineStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the agent is. */
final class HealthRoutes {
    private final Running agent;
    private final EngineQueries engine;
    private final StatusView status;
    private final @Nullable PrometheusPage page;
    private final boolean requireKernel;

    /**
     * Creates the routes.
     *
     * @param page for Prometheus; null when it is switched off
     * @param requireKernel whether the agent is ready only with its sensors in the kernel
     */
    HealthRoutes(
            Running agent,
            EngineQueries engine,
            StatusView status,
            @Nullable PrometheusPage page,
            boolean requireKernel) {
        this.agent = agent;
        this.engine = engine;
        this.status = status;
        this.page = page;
        this.requireKernel = requireKernel;
    }

    /** {@return what both listeners answer} */
    List<Route> operational() {
        return List.of(
                Route.get("/healthz", "The process lives.")
                        .object(HealthJson.class)
                        .answer(request -> Response.ok(
                                new HealthJson("ok", agent.version(), agent.instrumentation(), agent.transport()))),
                Route.get("/readyz", "Whether the agent sees what it should: 200, or 503 with the reasons.")
                        .object(ReadyJson.class)
                        .answer(this::ready),
                Route.get("/metrics/prometheus", "Metrics as Prometheus or OpenMetrics text.")
                        .text()
                        .answer(this::prometheus));
    }

    /** {@return the agent's account of itself} */
    Route status() {
        return Route.get("/status", "The agent's account of itself.")
                .object(StatusJson.class)
                .answer(request -> Response.ok(status.show(engine.ask(StatusView::ask))));
    }

    private Response ready(Request request) throws HttpError {
        EngineStatus engineStatus = engine.ask(EngineView::status);
        List<String> reasons = Readiness.reasons(
                agent.sensors(), requireKernel, engineStatus, agent.engine().errors());
        ReadyJson body = new ReadyJson(
                reasons.isEmpty(),
                agent.instrumentation(),
                agent.transport(),
                agent.host().btf(),
                agent.memoryProbe(),
                new Explicit(reasons.isEmpty() ? null : String.join("; ", reasons)),
                reasons,
                Readiness.degraded(agent.space().problem()));
        return Response.json(reasons.isEmpty() ? 200 : 503, body);
    }

    private Response prometheus(Request request) throws HttpError {
        if (page == null) throw HttpError.notFound("metrics for Prometheus are switched off");
        try {
            PrometheusPage.Page rendered =
                    page.render(request.exchange().getRequestHeaders().getFirst("Accept"));
            return Response.bytes(rendered.contentType(), rendered.body());
        } catch (PrometheusPage.Unavailable e) {
            throw HttpError.busy(String.valueOf(e.getMessage()));
        }
    }
}
