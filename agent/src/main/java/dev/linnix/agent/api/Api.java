package dev.linnix.agent.api;

import dev.linnix.agent.config.ApiOptions;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.respond.AlertResponder;
import dev.linnix.engine.EventTap;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API: its streams take events and alerts at once, its routes answer after {@link #open}. There are two
 * listeners: one with every route, and an operational one without token for health and metrics. Thread-safe.
 */
public final class Api implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Api.class.getName());

    /**
     * Where the API listens.
     *
     * @param api the port chosen included
     * @param operational null when there is none
     */
    public record Addresses(InetSocketAddress api, @Nullable InetSocketAddress operational) {}

    /**
     * The streams in numbers.
     *
     * @param readers connected now
     * @param slowReaders disconnected because they did not read
     * @param refused because there were too many
     * @param eventsDropped process events that came faster than they could be told
     */
    public record StreamCounts(int readers, long slowReaders, long refused, long eventsDropped) {}

    private final Views views;
    private final WallClock clock;
    private final ApiOptions options;
    private final WriteDeadlines deadlines;
    private final BodyBudget budget = new BodyBudget(BodyBudget.MOST_BYTES);
    private final Feed feed;
    private final List<ApiServer> servers = new ArrayList<>();
    private final Set<InetSocketAddress> relayed = ConcurrentHashMap.newKeySet();
    private volatile @Nullable UnixRelay relay;
    private List<Route> routes = List.of();

    /** Creates the API of an agent that is not running yet. */
    public Api(Views views, WallClock clock, ApiOptions options) {
        this.views = views;
        this.clock = clock;
        this.options = options;
        this.deadlines = new WriteDeadlines(clock::nowNs);
        this.feed = new Feed(views, clock, options.maxStreams(), deadlines);
    }

    /** {@return what sends alerts to the readers of the streams} */
    public AlertResponder stream() {
        return feed.alerts();
    }

    /** {@return what the engine is to show its life-cycle records} */
    public EventTap tap() {
        return feed.events().tap();
    }

    /** {@return the streams in numbers} */
    public StreamCounts streamCounts() {
        return new StreamCounts(
                feed.streams().readers(),
                feed.streams().slowReaders(),
                feed.streams().refused(),
                feed.events().dropped());
    }

    /**
     * Starts to listen.
     *
     * @param page for Prometheus; null when it is switched off
     * @throws IOException with one clear sentence when an address that was asked for cannot be had
     */
    public Addresses open(Running running, @Nullable PrometheusPage page) throws IOException {
        EngineQueries engine = new EngineQueries(running.engine());
        HealthRoutes health = new HealthRoutes(
                running,
                engine,
                new StatusView(running, views, feed, deadlines, budget, () -> relay),
                this::failures,
                page,
                options.requireKernel());
        Router router = new Router()
                .addAll(health.operational())
                .add(health.status())
                .addAll(new ProcessRoutes(engine, views, feed.streams(), budget).routes())
                .addAll(new StreamRoutes(feed).routes())
                .addAll(new IncidentRoutes(engine, views).routes())
                .addAll(new SystemRoutes(
                                running, engine, feed, new HostFigures(Path.of("/proc"), Path.of("/sys/block"), clock))
                        .routes())
                .addAll(AbsentRoutes.routes());
        router.add(Route.get("/openapi.json", "This description.")
                .object(java.util.Map.class)
                .answer(request ->
                        Response.bytes(Response.JSON, OpenApi.describe(router.routes(), running.version()))));
        routes = router.routes();

        InetSocketAddress operational = openOperational(new Router().addAll(health.operational()));
        boolean loopback = options.listen().getAddress().isLoopbackAddress();
        InetSocketAddress api =
                listen(options.listen(), router, new Access(loopback, options.token(), relayed), "--listen");
        if (options.unixSocket() != null) relay = UnixRelay.open(options.unixSocket(), api, relayed, clock::nowNs);
        return new Addresses(api, operational);
    }

    private InetSocketAddress listen(InetSocketAddress address, Router router, Access access, String setting)
            throws IOException {
        ApiServer server = new ApiServer(address, router, access, deadlines, budget, setting);
        servers.add(server);
        return server.address();
    }

    /** A port that is taken ends the start only when it was asked for: a second agent has the same default. */
    private @Nullable InetSocketAddress openOperational(Router router) throws IOException {
        InetSocketAddress address = options.metricsListen();
        if (address == null) return null;
        Access access = new Access(address.getAddress().isLoopbackAddress(), null, Set.of());
        try {
            return listen(address, router, access, "LINNIX_METRICS_LISTEN_ADDR, or off");
        } catch (IOException e) {
            if (options.metricsAsked()) throw e;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no operational listener: " + e.getMessage() + "; its routes are on the API too");
            return null;
        }
    }

    /** {@return every route of the API} */
    List<Route> routes() {
        return routes;
    }

    /** {@return requests that failed for a defect of the agent} */
    public long failures() {
        return servers.stream().mapToLong(ApiServer::failures).sum();
    }

    /** {@return responses cut off because the client did not take them} */
    public long overdueWrites() {
        return deadlines.ended();
    }

    /** Ends writes to readers that do not read; to be called about once a second. */
    public void enforceDeadlines() {
        deadlines.enforce();
        UnixRelay socket = relay;
        if (socket != null) socket.enforceDeadlines();
    }

    /** Lets the readers of the streams go and stops listening. */
    @Override
    public void close() {
        feed.close();
        UnixRelay socket = relay;
        if (socket != null) socket.close();
        servers.forEach(ApiServer::close);
    }
}
