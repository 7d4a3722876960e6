package dev.linnix.agent.metrics;

import dev.linnix.agent.evidence.EvidenceStatus;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.loop.SnapshotThread;
import dev.linnix.agent.loop.Supervised;
import dev.linnix.agent.recorder.FlightRecorder;
import dev.linnix.agent.respond.Responders;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.agent.state.Heartbeat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The parts of a running agent that metrics are read from.
 *
 * @param version of the agent
 * @param host it runs on
 * @param usage of the agent itself
 * @param ringBytes size of the ring
 * @param engine the engine's thread
 * @param snapshots the snapshot thread
 * @param responders what is done with alerts
 * @param rules in force
 * @param heartbeat of the agent
 * @param recorder of the last minutes
 * @param evidence how the collecting of evidence is
 * @param alerts what the engine told of alerts
 * @param api what the API counts
 */
public record MetricSources(
        String version,
        Host host,
        SelfUsage usage,
        int ringBytes,
        EngineLoop engine,
        SnapshotThread snapshots,
        Responders responders,
        RulesFile rules,
        Heartbeat heartbeat,
        FlightRecorder recorder,
        Supplier<EvidenceStatus> evidence,
        AlertCounts alerts,
        Supplier<ApiCounts> api) {

    /** {@return every source of records and its state, the ring first} */
    List<Supervised.Health> sensors() {
        return Stream.concat(Stream.of(engine.health()), snapshots.health().stream())
                .toList();
    }
}
