package dev.linnix.agent;

import dev.linnix.agent.api.Api;
import dev.linnix.agent.api.Json;
import dev.linnix.agent.api.Running;
import dev.linnix.agent.api.Views;
import dev.linnix.agent.config.Config;
import dev.linnix.agent.config.ConfigException;
import dev.linnix.agent.host.Cgroups;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.loop.SnapshotThread;
import dev.linnix.agent.loop.Sources;
import dev.linnix.agent.loop.StateMachine;
import dev.linnix.agent.respond.AlertFile;
import dev.linnix.agent.respond.AlertLog;
import dev.linnix.agent.respond.ResponderQueue;
import dev.linnix.agent.respond.Responders;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.agent.state.Heartbeat;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.Engine;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A running agent: wires the parts, starts them in the order of the data's way from its end, and stops them from its
 * beginning, so that what is under way still arrives. Started and closed by one thread; the rest is thread-safe.
 */
public final class Agent implements AutoCloseable {
    /** Name of the file in the state directory that holds the address of the API while the agent runs. */
    public static final String ADDRESS_FILE = "api.address";

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final RulesFile rules;
    private final InetSocketAddress address;

    private Agent(Config config, Sources sources) throws ConfigException, IOException, InterruptedException {
        try {
            this.rules = new RulesFile(config.rules(), new RuleParser(DetectorTypes.load()), InstantSource.system());
            RuleSet loaded = rules.load();
            if (!config.listen().getAddress().isLoopbackAddress()) {
                throw new ConfigException("the API does not ask for a token in this version, so it listens on loopback"
                        + " only; found " + config.listen());
            }
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
            Api api = new Api(views, clock::nowNs);
            AlertFile file = part(alertFile(config, state, views));
            Responders responders = part(new Responders(List.of(
                    new ResponderQueue("alert-log", new AlertLog(), clock::nowNs),
                    new ResponderQueue("alert-file", file, clock::nowNs),
                    new ResponderQueue("alert-stream", api.stream(), clock::nowNs))));
            responders.start();

            Engine engine = new Engine(host.facts(), loaded, responders);
            Deferred hurry = new Deferred();
            EngineLoop loop = part(new EngineLoop(StateMachine.of(engine), sources::openRing, clock::nowNs, hurry));
            SnapshotThread snapshots = part(new SnapshotThread(loop, sources, clock::nowNs));
            hurry.then(snapshots::hurry);
            loop.start();
            snapshots.start();

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
                    heartbeat);
            this.address = part(api).open(config.listen(), running);
            Housekeeper housekeeper = part(new Housekeeper(
                    List.of(heartbeat::beat, api::enforceDeadlines, () -> rules.poll(loop.inbox()::reload))));
            housekeeper.start();

            part(() -> state.delete(ADDRESS_FILE));
            state.write(ADDRESS_FILE, url() + "\n");
            snapshots.awaitFirst();
            String blindness = Blindness.paragraph(running.sensors());
            if (!blindness.isEmpty()) LOG.log(System.Logger.Level.WARNING, blindness);
            LOG.log(
                    System.Logger.Level.INFO,
                    "linnix " + Version.text() + " watches " + host.name() + ", "
                            + loaded.rules().size() + " rules, API on " + url());
        } catch (ConfigException | IOException | InterruptedException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private AlertFile alertFile(Config config, StateDir state, Views views) throws IOException {
        Function<Alert, byte[]> json = alert -> Json.bytes(views.alert(alert));
        if (config.alertsFile().isEmpty()) return new AlertFile(state, AlertFile.NAME, json);
        Path path = config.alertsFile().get().toAbsolutePath();
        StateDir directory = part(StateDir.shared(Objects.requireNonNull(path.getParent())));
        return new AlertFile(directory, path.getFileName().toString(), json);
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
