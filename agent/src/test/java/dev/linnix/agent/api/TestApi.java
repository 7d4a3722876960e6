package dev.linnix.agent.api;

import dev.linnix.agent.FakeRing;
import dev.linnix.agent.FakeSources;
import dev.linnix.agent.RawHttp;
import dev.linnix.agent.RawHttp.Answer;
import dev.linnix.agent.TestEvidence;
import dev.linnix.agent.TestSpace;
import dev.linnix.agent.config.ApiOptions;
import dev.linnix.agent.config.Config;
import dev.linnix.agent.host.Cgroups;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.loop.SnapshotThread;
import dev.linnix.agent.loop.StateMachine;
import dev.linnix.agent.recorder.FlightRecorder;
import dev.linnix.agent.respond.Responders;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.agent.state.Heartbeat;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A running API over an engine whose ring a test fills. */
@NullMarked
final class TestApi implements AutoCloseable {
    static final PrometheusPage PAGE = accept ->
            new PrometheusPage.Page("text/plain; version=0.0.4", "linnix_up 1\n".getBytes(StandardCharsets.UTF_8));

    final FakeRing ring = new FakeRing();
    final WallClock clock = WallClock.system();
    final EngineLoop loop;
    final Api api;
    final InetSocketAddress address;
    final @Nullable InetSocketAddress operational;
    private final StateDir state;
    private final Heartbeat heartbeat;
    private final SnapshotThread snapshots;
    final FlightRecorder recorder;
    final SpaceKeeper space;
    final FakeBundles bundles;

    TestApi(Path dir) throws Exception {
        this(dir, true, options(null, null));
    }

    TestApi(Path dir, boolean sensors, ApiOptions options) throws Exception {
        this(dir, sensors, options, null);
    }

    /** Starts one with these rules, null for those that come with the program. */
    TestApi(Path dir, boolean sensors, ApiOptions options, @Nullable Path ruleFile) throws Exception {
        FakeSources sources = sensors ? FakeSources.working(ring) : FakeSources.forbidden();
        Host host = Host.read();
        Cgroups cgroups = Cgroups.open();
        RulesFile rules =
                new RulesFile(ruleFile, new RuleParser(DetectorTypes.load()), java.time.InstantSource.system());
        state = StateDir.open(dir);
        bundles = new FakeBundles(dir.resolve("bundles"));
        heartbeat = new Heartbeat(state, host.bootId(), clock);
        api = new Api(new Views(host.name(), host.facts().memoryBytes(), clock, cgroups), clock, options);
        recorder = new FlightRecorder(state, new Config.Recorder(true, 5, 64 << 20), host, "test", clock);
        recorder.start();
        RuleSet loaded = rules.load();
        StateMachine engine = recorder.record(
                listener -> {
                    Engine made = new Engine(host.facts(), loaded, listener);
                    made.tap(api.tap());
                    return made;
                },
                loaded.source(),
                AlertListener.NONE);
        loop = new EngineLoop(engine, sources::openRing, clock::nowNs, () -> {});
        snapshots = new SnapshotThread(loop, sources, clock::nowNs);
        loop.start();
        snapshots.start();
        snapshots.awaitFirst();
        space = TestSpace.keeper(1L << 30);
        Running running = new Running(
                "1.2.3",
                host,
                cgroups,
                new SelfUsage(),
                1 << 20,
                loop,
                snapshots,
                new Responders(List.of(), incident -> {}),
                rules,
                heartbeat,
                recorder,
                space,
                TestEvidence::status,
                bundles);
        try {
            Api.Addresses addresses = api.open(running, PAGE);
            address = addresses.api();
            operational = addresses.operational();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    static ApiOptions options(@Nullable String token, @Nullable Path unixSocket) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new ApiOptions(any, token, any, true, ApiOptions.DEFAULT_MAX_STREAMS, unixSocket, true);
    }

    Answer get(String target) throws IOException {
        return RawHttp.get(address, target);
    }

    /** {@return the answer to these lines, to which only the end is added} */
    Answer send(String request) throws IOException {
        return RawHttp.send(address, request.replace("\n", "\r\n") + "Connection: close\r\n\r\n");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Answer answer) {
        return (Map<String, Object>) json(answer.body());
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> array(Answer answer) {
        return (List<Map<String, Object>>) json(answer.body());
    }

    static Object json(String text) {
        return Jsonb.instance().type(Object.class).fromJson(text);
    }

    /** Puts records into the ring and wakes the engine. */
    void happen(MemorySegment... records) {
        for (MemorySegment record : records) ring.add(record);
        ring.wake();
    }

    void respond(Alert alert) {
        try {
            api.stream().respond(alert);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        api.close();
        snapshots.close();
        loop.close();
        recorder.close();
        heartbeat.close();
        state.close();
    }
}
