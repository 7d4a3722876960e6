package dev.linnix.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.FakeRing;
import dev.linnix.agent.FakeSources;
import dev.linnix.agent.TestEvidence;
import dev.linnix.agent.TestRecords;
import dev.linnix.agent.TestSpace;
import dev.linnix.agent.config.Config;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.loop.SnapshotThread;
import dev.linnix.agent.loop.StateMachine;
import dev.linnix.agent.recorder.FlightRecorder;
import dev.linnix.agent.respond.ResponderQueue;
import dev.linnix.agent.respond.Responders;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.agent.state.Heartbeat;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.Engine;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.ProducedRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;

/** A running engine with sources under the test's control, and the metrics of it. Two forks in 5 s fire its one rule. */
@NullMarked
final class MetricsWorld implements AutoCloseable {
    static final String RULE = """
            - name: two "forks"
              detector: fork_burst
              threshold: 2
              window_seconds: 5
              scope: host
              severity: medium
            """;

    final FakeRing ring = new FakeRing();
    final WallClock clock = WallClock.system();
    final EngineLoop loop;
    final SnapshotThread snapshots;
    final Responders responders;
    final MetricSources sources;
    private final StateDir state;
    private final Heartbeat heartbeat;
    private final FlightRecorder recorder;

    MetricsWorld(Path dir, ApiCounts api) throws Exception {
        this(dir, api, true);
    }

    MetricsWorld(Path dir, ApiCounts api, boolean allowed) throws Exception {
        FakeSources fake = allowed ? FakeSources.working(ring) : FakeSources.forbidden();
        Host host = Host.read();
        Path file = Files.writeString(dir.resolve("rules.yaml"), RULE);
        RulesFile rules = new RulesFile(file, new RuleParser(DetectorTypes.load()), java.time.InstantSource.system());
        RuleSet loaded = rules.load();
        state = StateDir.open(dir.resolve("state"));
        heartbeat = new Heartbeat(state, host.bootId(), clock);
        responders = new Responders(List.of(new ResponderQueue("nowhere", alert -> {}, clock::nowNs)), incident -> {});
        responders.start();
        AlertCounts alerts = new AlertCounts(responders, clock::nowNs);
        recorder = new FlightRecorder(state, new Config.Recorder(true, 5, 64 << 20), host, "test", clock);
        recorder.start();
        StateMachine engine =
                recorder.record(listener -> new Engine(host.facts(), loaded, listener), loaded.source(), alerts);
        loop = new EngineLoop(engine, fake::openRing, clock::nowNs, () -> {});
        snapshots = new SnapshotThread(loop, fake, clock::nowNs);
        sources = new MetricSources(
                "1.2.3",
                host,
                aQuarterOfACore(),
                1 << 20,
                loop,
                snapshots,
                responders,
                rules,
                heartbeat,
                recorder,
                TestEvidence::status,
                TestSpace.keeper(1L << 30),
                alerts,
                () -> api);
        loop.start();
        snapshots.start();
        snapshots.awaitFirst();
    }

    private static SelfUsage aQuarterOfACore() {
        AtomicLong now = new AtomicLong(10_000_000_000L);
        AtomicLong cpu = new AtomicLong(7_000_000_000L);
        SelfUsage usage = new SelfUsage(now::get, cpu::get);
        now.addAndGet(4_000_000_000L);
        cpu.addAndGet(1_000_000_000L);
        return usage;
    }

    /** Has three processes born now, and waits until the rule fires for it. */
    void fire() throws Exception {
        long now = clock.nowNs();
        for (int pid = 100; pid < 103; pid++) ring.add(TestRecords.fork(now + pid, pid));
        ring.wake();
        await().until(() -> responders.health().getFirst().delivered() > 0);
    }

    /** Has the kernel say that of 10 forks and 5 exits this many did not fit into the ring. */
    void lose(int forks, int exits) throws InterruptedException {
        send(new ProducedRecord(), RecordType.FORK, 10);
        send(new ProducedRecord(), RecordType.EXIT, 5);
        send(new LossRecord(), RecordType.FORK, forks);
        send(new LossRecord(), RecordType.EXIT, exits);
    }

    private void send(Flyweight record, int kind, int count) throws InterruptedException {
        MemorySegment bytes = MemorySegment.ofArray(new long[record.layout().size() / Long.BYTES]);
        record.begin(bytes, 0, clock.nowNs());
        switch (record) {
            case ProducedRecord produced ->
                produced.sensor(Sensor.LIFECYCLE.id()).kind(kind).count(count);
            case LossRecord loss ->
                loss.sensor(Sensor.LIFECYCLE.id())
                        .kind(kind)
                        .reason(LossReason.RING_FULL.id())
                        .count(count);
            default -> throw new IllegalArgumentException(record.toString());
        }
        loop.inbox().lend(bytes, false);
    }

    /** {@return a page made now} */
    String page(String accept) throws UnavailableException {
        return new String(new Metrics(sources, clock::nowNs).render(accept).body(), StandardCharsets.UTF_8);
    }

    /** {@return the value of each series of a page made now} */
    Map<String, Double> series() throws UnavailableException {
        Map<String, Double> values = new LinkedHashMap<>();
        page("text/plain").lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int gap = line.lastIndexOf(' ');
            String value = line.substring(gap + 1).replace("+Inf", "Infinity");
            assertThat(values.put(line.substring(0, gap), Double.valueOf(value)))
                    .as("series twice: " + line)
                    .isNull();
        });
        return values;
    }

    @Override
    public void close() throws IOException {
        snapshots.close();
        loop.close();
        recorder.close();
        responders.close();
        heartbeat.close();
        state.close();
    }
}
