package dev.linnix.agent.api;

import dev.linnix.agent.api.json.MetricsJson;
import dev.linnix.agent.api.json.SystemJson;
import dev.linnix.agent.api.json.SystemMetricsJson;
import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.loop.LostEvents;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.EngineStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The host and the agent in numbers. */
final class SystemRoutes {
    /** Names of the types clients number from 0; the last five this agent does not have. */
    private static final List<String> TYPES =
            List.of("exec", "fork", "exit", "net", "file_io", "syscall", "block_io", "page_fault");

    private final Running agent;
    private final EngineQueries engine;
    private final Feed feed;
    private final HostFigures figures;

    SystemRoutes(Running agent, EngineQueries engine, Feed feed, HostFigures figures) {
        this.agent = agent;
        this.engine = engine;
        this.feed = feed;
        this.figures = figures;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/system", "The host as a whole.")
                        .object(SystemJson.class)
                        .answer(request -> Response.ok(figures.system())),
                Route.get("/metrics/system", "The host in five numbers.")
                        .object(SystemMetricsJson.class)
                        .answer(this::host),
                Route.get("/metrics", "Counters of the agent.")
                        .object(MetricsJson.class)
                        .answer(this::metrics));
    }

    private Response host(Request request) throws HttpError {
        SystemJson system = figures.system();
        long memory = agent.host().facts().memoryBytes() >> 20;
        return Response.ok(new SystemMetricsJson(
                system.cpuPercent(),
                memory,
                Math.round(memory * system.memPercent() / 100),
                engine.ask(EngineView::status).live(),
                system.timestamp()));
    }

    private @Nullable Response metrics(Request request) throws HttpError {
        EngineStatus status = engine.ask(EngineView::status);
        long resident = SelfUsage.residentBytes(agent.host().facts().pageSize());
        return Response.ok(new MetricsJson(
                agent.usage().cpuPercent(),
                resident < 0 ? null : resident / 1024,
                feed.streams().readers(),
                agent.engine().inbox().waiting(),
                LostEvents.total(status, feed.events().dropped()),
                status.firing(),
                agent.usage().uptimeNs() / 1_000_000_000L,
                status.eventsPerSecond(),
                agent.engine().health().restarts(),
                0,
                feed.alerts().fired(),
                status.delivered().getOrDefault("fork", 0L),
                status.repairedBirths(),
                IntStream.range(0, TYPES.size())
                        .mapToObj(i -> new MetricsJson.TypeDrops(i, LostEvents.of(status, TYPES.get(i))))
                        .toList(),
                agent.memoryProbe(),
                agent.host().btf(),
                0,
                0,
                feed.alerts().fired()));
    }
}
