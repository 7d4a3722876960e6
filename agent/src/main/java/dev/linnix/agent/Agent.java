package dev.linnix.agent;

import dev.linnix.agent.api.Api;
import dev.linnix.agent.api.AuditLines;
import dev.linnix.agent.api.Json;
import dev.linnix.agent.api.PrometheusPage;
import dev.linnix.agent.api.Running;
import dev.linnix.agent.api.Views;
import dev.linnix.agent.audit.AuditEvent;
import dev.linnix.agent.audit.AuditLog;
import dev.linnix.agent.config.ApiOptions;
import dev.linnix.agent.config.Config;
import dev.linnix.agent.config.ConfigException;
import dev.linnix.agent.evidence.BundleStore;
import dev.linnix.agent.evidence.EvidenceService;
import dev.linnix.agent.evidence.StoredBundles;
import dev.linnix.agent.host.Cgroups;
import dev.linnix.agent.host.HeapWatch;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.loop.SnapshotThread;
import dev.linnix.agent.loop.Sources;
import dev.linnix.agent.loop.StateMachine;
import dev.linnix.agent.metrics.AlertCounts;
import dev.linnix.agent.metrics.MetricSources;
import dev.linnix.agent.metrics.Metrics;
import dev.linnix.agent.metrics.UnavailableException;
import dev.linnix.agent.recorder.FlightRecorder;
import dev.linnix.agent.respond.AlertFile;
import dev.linnix.agent.respond.AlertLog;
import dev.linnix.agent.respond.ResponderQueue;
import dev.linnix.agent.respond.Responders;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.agent.space.Slices;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.agent.state.Heartbeat;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.Engine;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.json.AlertViews;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A running agent: wires the parts, starts them in the order of the data's way from its end, and stops them from its
 * beginning, so that what is under way still arrives. Started and closed by one thread; the rest is thread-safe.
 */
public final class Agent implements AutoCloseable {
    /** Name of the file in the state directory that holds the address of the API while the agent runs. */
    public static final String ADDRESS_FILE = "api.address";

    /** Name of the file in the state directory that holds the API's token, for the command line on this host. */
    public static final String TOKEN_FILE = "api.token";

    /** Name of the file in the state directory that holds the address of the operational listener. */
    public static final String METRICS_ADDRESS_FILE = "metrics.address";

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final RulesFile rules;
    private final InetSocketAddress address;

    private Agent(Config config, Sources sources) throws ConfigException, IOException, InterruptedException {
        try {
            this.rules = new RulesFile(
                    config.rules(),
                    config.importedRules(),
                    new RuleParser(DetectorTypes.load()),
                    InstantSource.system());
            RuleSet loaded = rules.load();
            ApiOptions options = ApiOptions.of(config);
            WallClock clock = WallClock.system();
            Host host = Host.read();
            StateDir state = part(StateDir.open(config.stateDir()));
            boolean apart = !config.runtimeDir().equals(config.stateDir());
            StateDir runtime = apart ? part(StateDir.open(config.runtimeDir())) : state;
            Heartbeat heartbeat = part(new Heartbeat(runtime, host.bootId(), clock));
            heartbeat
                    .blind()
                    .ifPresent(blind -> LOG.log(
                            System.Logger.Level.WARNING,
                            "blind from " + blind.from() + " to " + blind.to()
                                    + ": the agent before did not end in good order"));

            Cgroups cgroups = Cgroups.open();
            Views views = new Views(host.name(), host.facts().memoryBytes(), clock, cgroups);
            Api api = new Api(views, clock, options);
            List<ResponderQueue> queues = new ArrayList<>();
            queues.add(new ResponderQueue("alert-log", new AlertLog(), clock::nowNs));
            Slices slices = config.space().slices();
            for (AlertFile file : alertFiles(config, slices.perAlertFile(), state, views)) {
                String name = queues.size() == 1 ? "alert-file" : "alert-file-" + queues.size();
                queues.add(new ResponderQueue(name, file, clock::nowNs));
            }
            queues.add(new ResponderQueue("alert-stream", api.stream(), clock::nowNs));
            AuditLog audit = part(AuditLog.in(state, slices.audit(), AuditLines::line, InstantSource.system()));
            Config.Source source = config.source();
            audit.write(new AuditEvent.Loaded(
                    "config",
                    source.file() == null ? "none" : source.file().toString(),
                    source.file() == null ? null : source.sha256(),
                    true,
                    source.warnings()));
            BundleStore bundles = part(BundleStore.open(() -> state.below(BundleStore.DIRECTORY)));
            SpaceKeeper space = space(config.space(), state, clock, audit);
            // Nobody makes room there, and nobody else may have it.
            if (!config.recorder().enabled()) {
                space.slice("old_recordings", state.allocatedBelow(FlightRecorder.DIRECTORY));
            }
            space.store(bundles);

            String program = "linnix " + Version.text();
            FlightRecorder recorder = part(new FlightRecorder(state, config.recorder(), host, program, clock));
            recorder.start();
            EvidenceService evidence;
            try {
                evidence = new EvidenceService(
                        config.evidence(),
                        rules::rules,
                        bundles,
                        space,
                        slices.bundles(),
                        recorder,
                        host,
                        program,
                        clock,
                        new AlertViews(
                                host.name(), clock::wall, id -> cgroups.path(id).orElse(null)),
                        audit::write);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(source.file() + ": evidence.collectors: " + e.getMessage());
            }
            rules.check(evidence::problems);
            rules.tell((file, sha256, accepted, problems) ->
                    audit.write(new AuditEvent.Loaded("rules", file, sha256, accepted, problems)));
            Responders responders = part(new Responders(queues, evidence::onIncident));
            responders.start();
            AlertCounts alerts = new AlertCounts(responders, clock::nowNs);
            StateMachine engine = recorder.record(
                    listener -> {
                        Engine made = new Engine(host.facts(), loaded, listener);
                        made.tap(api.tap());
                        return made;
                    },
                    loaded.source(),
                    alerts);
            Deferred hurry = new Deferred();
            EngineLoop loop = part(new EngineLoop(engine, sources::openRing, clock::nowNs, hurry));
            SnapshotThread snapshots = part(new SnapshotThread(loop, sources, clock::nowNs));
            hurry.then(snapshots::hurry);
            loop.start();
            snapshots.start();
            part(evidence).start(loop);

            Running running = new Running(
                    Version.text(),
                    host,
                    cgroups,
                    new SelfUsage(),
                    config.ringBytes(),
                    loop,
                    snapshots,
                    responders,
                    rules,
                    heartbeat,
                    recorder,
                    space,
                    evidence::status,
                    new StoredBundles(bundles, audit::write));
            // Before anybody can ask: who reaches the API finds what it may want.
            publish(state, TOKEN_FILE, options.changeToken());
            PrometheusPage page = config.metricsEnabled() ? prometheus(running, alerts, api, clock) : null;
            Api.Addresses addresses = part(api).open(running, page);
            this.address = addresses.api();
            Housekeeper housekeeper = part(new Housekeeper(List.of(
                    heartbeat::beat,
                    api::enforceDeadlines,
                    HeapWatch.system()::look,
                    space::look,
                    evidence::look,
                    () -> rules.poll(loop.inbox()::reload))));
            housekeeper.start();

            publish(state, ADDRESS_FILE, url());
            publish(state, METRICS_ADDRESS_FILE, addresses.operational() == null ? null : url(addresses.operational()));
            snapshots.awaitFirst();
            String blindness = Blindness.paragraph(running.sensors());
            if (!blindness.isEmpty()) LOG.log(System.Logger.Level.WARNING, blindness);
            LOG.log(
                    System.Logger.Level.INFO,
                    "linnix " + Version.text() + " watches " + host.name() + ", "
                            + loaded.rules().size() + (loaded.rules().size() == 1 ? " rule" : " rules") + ", API on "
                            + url());
        } catch (ConfigException | IOException | InterruptedException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static PrometheusPage prometheus(Running running, AlertCounts alerts, Api api, WallClock clock) {
        MetricSources sources = new MetricSources(
                running.version(),
                running.host(),
                running.usage(),
                running.ringBytes(),
                running.engine(),
                running.snapshots(),
                running.responders(),
                running.rules(),
                running.heartbeat(),
                running.recorder(),
                running.evidence(),
                running.space(),
                alerts,
                api::counts);
        Metrics metrics = new Metrics(sources, clock::nowNs);
        return accept -> {
            try {
                Metrics.Page page = metrics.render(accept);
                return new PrometheusPage.Page(page.contentType(), page.body());
            } catch (UnavailableException e) {
                throw new PrometheusPage.Unavailable(e);
            }
        };
    }

    private static SpaceKeeper space(Config.Space config, StateDir state, WallClock clock, AuditLog audit) {
        SpaceKeeper space = new SpaceKeeper(
                config.slices().budget(),
                config.limits(),
                state::volume,
                InstantSource.system(),
                clock::nowNs,
                deletion -> audit.write(new AuditEvent.Deleted(
                        deletion.item().id(),
                        deletion.item().bytes(),
                        deletion.reason().word())));
        config.slices().byName().forEach(space::slice);
        return space;
    }

    private List<AlertFile> alertFiles(Config config, long room, StateDir state, Views views) throws IOException {
        Function<Alert, byte[]> json = alert -> Json.bytes(views.alert(alert));
        if (config.alertsFiles().isEmpty()) return List.of(part(new AlertFile(state, AlertFile.NAME, room, json)));
        List<AlertFile> files = new ArrayList<>();
        for (Path file : config.alertsFiles()) {
            Path path = file.toAbsolutePath();
            StateDir directory = part(StateDir.shared(Objects.requireNonNull(path.getParent())));
            files.add(part(new AlertFile(directory, path.getFileName().toString(), room, json)));
        }
        return files;
    }

    /** Calls what it is told to, once it has been told. */
    private static final class Deferred implements Runnable {
        private volatile Runnable target = () -> {};

        void then(Runnable action) {
            target = action;
        }

        @Override
        public void run() {
            target.run();
        }
    }

    /**
     * Starts an agent.
     *
     * @throws ConfigException when the rules have an error
     * @throws IOException when the state directory or the address cannot be used
     */
    public static Agent start(Config config, Sources sources)
            throws ConfigException, IOException, InterruptedException {
        return new Agent(config, sources);
    }

    /** Writes a file that is there while the agent runs; made anew, so that its mode is ours. */
    private void publish(StateDir state, String file, @Nullable String text) throws IOException {
        state.delete(file);
        if (text == null) return;
        part(() -> state.delete(file));
        state.write(file, text + "\n");
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    /** {@return where the API listens, the port chosen included} */
    public InetSocketAddress address() {
        return address;
    }

    /** {@return the same as a URL without path} */
    public String url() {
        return url(address);
    }

    private static String url(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Has the rules file read again within a second. */
    public void reloadRules() {
        rules.requestReload();
    }

    /** Stops: last started, first stopped. Each part has its own bound; together well below two seconds. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "a part of the agent did not close", e);
            }
        }
    }
}
