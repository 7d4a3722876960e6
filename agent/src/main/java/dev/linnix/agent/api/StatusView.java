package dev.linnix.agent.api;

import dev.linnix.agent.api.json.BlindJson;
import dev.linnix.agent.api.json.DropJson;
import dev.linnix.agent.api.json.EvictionJson;
import dev.linnix.agent.api.json.EvidenceJson;
import dev.linnix.agent.api.json.Explicit;
import dev.linnix.agent.api.json.ResponderJson;
import dev.linnix.agent.api.json.RulesJson;
import dev.linnix.agent.api.json.SensorJson;
import dev.linnix.agent.api.json.StatusJson;
import dev.linnix.agent.api.json.TopProcessJson;
import dev.linnix.agent.evidence.Evidence;
import dev.linnix.agent.evidence.EvidenceStatus;
import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.loop.LostEvents;
import dev.linnix.agent.loop.Supervised.Health;
import dev.linnix.agent.metrics.ApiCounts;
import dev.linnix.agent.metrics.Loss;
import dev.linnix.agent.metrics.Losses;
import dev.linnix.agent.recorder.RecorderStatus;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.agent.space.Deletion;
import dev.linnix.agent.space.SpaceStatus;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts together {@code /status}. */
final class StatusView {
    private static final int TOP = 5;
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final Running agent;
    private final Views views;
    private final Feed feed;
    private final Supplier<ApiCounts> api;

    StatusView(Running agent, Views views, Feed feed, Supplier<ApiCounts> api) {
        this.agent = agent;
        this.views = views;
        this.feed = feed;
        this.api = api;
    }

    /**
     * What one query brings from the engine.
     *
     * @param status the engine's account of itself
     * @param byMemory the largest processes by memory
     * @param byCpu the largest processes by CPU
     * @param incidents opened within the last hour
     */
    record Answer(EngineStatus status, List<ProcessInfo> byMemory, List<ProcessInfo> byCpu, int incidents) {}

    /** Runs on the engine's thread. */
    static Answer ask(EngineView view) {
        EngineStatus status = view.status();
        long incidents = view.incidents(IncidentRoutes.MOST).stream()
                .filter(incident -> incident.openedNs() > status.timeNs() - HOUR_NS)
                .count();
        return new Answer(status, view.top(ProcessOrder.MEMORY, TOP), view.top(ProcessOrder.CPU, TOP), (int) incidents);
    }

    private static EvidenceJson evidence(EvidenceStatus evidence, SpaceStatus space) {
        Evidence.Status collecting = evidence.collecting();
        return new EvidenceJson(
                collecting.on() ? "on" : "off",
                collecting.reason(),
                collecting.bundles(),
                collecting.archives(),
                collecting.running(),
                counted(collecting.skipped(), Evidence.Skipped::label),
                collecting.dropped(),
                evidence.stuckCollectors(),
                evidence.stuckHelpers(),
                space.items(),
                space.kept(),
                space.pinned(),
                space.share(),
                space.budget(),
                counted(space.deleted(), Deletion.Reason::word));
    }

    private static <K> Map<String, Long> counted(Map<K, Long> counts, Function<K, String> name) {
        Map<String, Long> shown = new TreeMap<>();
        counts.forEach((key, count) -> {
            if (count > 0) shown.put(name.apply(key), count);
        });
        return shown;
    }

    /** {@return bytes in MB; null when they are not known, which is less than 0} */
    static @Nullable Double megabytes(long bytes) {
        return bytes < 0 ? null : bytes / 1048576.0;
    }

    StatusJson show(Answer answer) {
        EngineStatus engine = answer.status();
        RecorderStatus recorder = agent.recorder().status();
        List<Loss> losses =
                Losses.list(engine, agent.engine(), agent.responders(), agent.heartbeat(), recorder, api.get()).stream()
                        .filter(loss -> loss.count() > 0)
                        .toList();
        long overflows = engine.lost().stream()
                .filter(loss -> loss.reason().equals("ring_full"))
                .mapToLong(EngineStatus.Loss::count)
                .sum();
        return new StatusJson(
                agent.version(),
                agent.usage().uptimeNs() / 1_000_000_000L,
                ProcessHandle.current().pid(),
                agent.host().name(),
                agent.host().kernel(),
                agent.host().bootId(),
                agent.host().facts().cpus(),
                agent.host().facts().memoryBytes(),
                agent.cgroups().sentence(),
                agent.transport(),
                new StatusJson.Probes(agent.memoryProbe(), agent.host().btf()),
                agent.usage().cpuPercent(),
                megabytes(SelfUsage.residentBytes(agent.host().facts().pageSize())),
                engine.eventsPerSecond(),
                engine.rules(),
                rules(engine),
                engine.pending(),
                engine.firing(),
                agent.sensors().stream().map(StatusView::sensor).toList(),
                agent.responders().health().stream()
                        .map(r -> new ResponderJson(r.name(), r.state(), r.reason(), r.delivered()))
                        .toList(),
                RecorderRoutes.view(recorder),
                evidence(agent.evidence().get(), agent.space().status()),
                new StatusJson.Snapshot(
                        engine.snapshots(),
                        agent.snapshots().periodNs() / 1_000_000,
                        agent.snapshots().costNs() / 1000),
                new StatusJson.Ring(
                        agent.ringBytes(),
                        agent.engine().fillBytes(),
                        agent.engine().highestFillBytes()),
                new StatusJson.Table(
                        engine.live(),
                        engine.zombies(),
                        engine.tombstones(),
                        engine.tableCapacity(),
                        engine.folded(),
                        engine.inferredExits(),
                        engine.repairedBirths(),
                        engine.early(),
                        engine.duplicateExits()),
                engine.delivered(),
                engine.produced(),
                engine.lossPercent(),
                overflows,
                LostEvents.total(engine, feed.events().dropped()),
                losses.stream()
                        .filter(loss -> !loss.evicted())
                        .map(loss -> new DropJson(loss.hop(), loss.kind(), loss.reason(), loss.count()))
                        .toList(),
                losses.stream()
                        .filter(Loss::evicted)
                        .map(loss -> new EvictionJson(loss.kind(), loss.count()))
                        .toList(),
                new StatusJson.Sse(
                        feed.streams().readers(),
                        feed.streams().slowReaders(),
                        feed.streams().refused(),
                        feed.events().dropped()),
                agent.engine().errors(),
                blind(),
                answer.byMemory().stream()
                        .map(p -> new TopProcessJson(
                                p.process().pid(), p.process().comm(), views.memoryPercent(p), null, Explicit.NULL))
                        .toList(),
                answer.byCpu().stream()
                        .map(p -> new TopProcessJson(
                                p.process().pid(), p.process().comm(), null, p.cpuPercent(), Explicit.NULL))
                        .toList(),
                agent.snapshots().incompleteByReason(),
                agent.cgroups().evictions(),
                true,
                0,
                "none",
                StatusJson.Reasoner.NONE,
                answer.incidents(),
                0,
                StatusJson.SlackStats.NONE,
                agent.engine().health().restarts());
    }

    private static SensorJson sensor(Health health) {
        String state = health.givenUp() ? "given_up" : health.status().name().toLowerCase(Locale.ROOT);
        return new SensorJson(health.name(), health.required(), state, health.reason(), health.restarts());
    }

    private RulesJson rules(EngineStatus engine) {
        RulesFile.Status status = agent.rules().status();
        return new RulesJson(
                status.file(),
                status.imported(),
                status.loaded().toString(),
                status.active(),
                status.reloads(),
                status.lastRejected() ? "rejected" : "ok",
                status.problems(),
                engine.blindRules());
    }

    private @Nullable BlindJson blind() {
        return agent.heartbeat()
                .blind()
                .map(b -> new BlindJson(b.from().toString(), b.to().toString(), b.rebooted()))
                .orElse(null);
    }
}
