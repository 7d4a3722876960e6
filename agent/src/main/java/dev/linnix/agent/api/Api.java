package dev.linnix.agent.api;

import dev.linnix.agent.config.ApiOptions;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.metrics.ApiCounts;
import dev.linnix.agent.metrics.Loss;
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

    /** {@return what the API counts} */
    public ApiCounts counts() {
        UnixRelay socket = relay;
        return new ApiCounts(
                feed.streams().readers(),
                feed.events().dropped(),
                List.of(
                        new Loss("api", "client", "slow_reader", feed.streams().slowReaders()),
                        new Loss("api", "client", "too_many", feed.streams().refused()),
                        new Loss("api", "event", "ring_full", feed.events().dropped()),
                        new Loss(
                                "api",
                                "event",
                                Follower.NOT_KEPT,
                                feed.events().backlog().missed()),
                        new Loss(
                                "api",
                                "alert",
                                Follower.NOT_KEPT,
                                feed.alerts().backlog().missed()),
                        new Loss("api", "response", "write_deadline", deadlines.ended()),
                        new Loss("api", "response", "memory_full", budget.refused()),
                        new Loss("api", "request", "error", failures()),
                        new Loss(
                                "api",
                                "group_id",
                                "too_many_reads",
                                views.groups().refused()),
                        new Loss("api", "cgroup", "unreadable", views.cgroups().unreadable()),
                        new Loss("unix_socket", "client", "too_many", socket == null ? 0 : socket.refused()),
                        new Loss("unix_socket", "client", "slow_reader", socket == null ? 0 : socket.cut()),
                        new Loss("unix_socket", "client", "accept_error", socket == null ? 0 : socket.acceptErrors()),
                        evicted("event_frames", feed.events().backlog().evictions()),
                        evicted("alert_frames", feed.alerts().backlog().evictions()),
                        evicted("group_ids", views.groups().evictions()),
                        evicted("cgroup_paths", views.cgroups().evictions())));
    }

    private static Loss evicted(String table, long count) {
        return new Loss("api", table, Loss.EVICTED, count);
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
                running, engine, new StatusView(running, views, feed, this::counts), page, options.requireKernel());
        Router router = new Router()
                .addAll(health.operational())
                .add(health.status())
                .addAll(new ProcessRoutes(engine, views, feed.streams(), budget).routes())
                .addAll(new StreamRoutes(feed).routes())
                .addAll(new IncidentRoutes(engine, views, running.bundles()).routes())
                .addAll(new BundleRoutes(running.bundles(), feed.streams()).routes())
                .addAll(new RecorderRoutes(running.recorder(), feed.streams(), clock).routes())
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
        InetSocketAddress api = listen(
                options.listen(),
                router,
                new Access(loopback, options.token(), options.changeToken(), relayed),
                "--listen");
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
        Access access = new Access(address.getAddress().isLoopbackAddress(), null, options.changeToken(), Set.of());
        try {
            return listen(address, router, access, "--metrics-listen, or off");
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
    long failures() {
        return servers.stream().mapToLong(ApiServer::failures).sum();
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
