package dev.linnix.agent.api;

import dev.linnix.agent.evidence.BundleCatalog;
import dev.linnix.agent.evidence.EvidenceStatus;
import dev.linnix.agent.host.Cgroups;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.loop.SnapshotThread;
import dev.linnix.agent.loop.Supervised;
import dev.linnix.agent.recorder.FlightRecorder;
import dev.linnix.agent.respond.Responders;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.agent.state.Heartbeat;
import dev.linnix.engine.record.SensorStatus;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The parts of a running agent that the API reads.
 *
 * @param version of the agent
 * @param host it runs on
 * @param cgroups of the host
 * @param usage of the agent itself
 * @param ringBytes size of the ring
 * @param engine the engine's thread
 * @param snapshots the snapshot thread
 * @param responders what is done with alerts
 * @param rules in force
 * @param heartbeat of the agent
 * @param recorder of the last minutes
 * @param space on disk
 * @param evidence how the collecting of it is
 * @param bundles of evidence
 */
public record Running(
        String version,
        Host host,
        Cgroups cgroups,
        SelfUsage usage,
        int ringBytes,
        EngineLoop engine,
        SnapshotThread snapshots,
        Responders responders,
        RulesFile rules,
        Heartbeat heartbeat,
        FlightRecorder recorder,
        SpaceKeeper space,
        Supplier<EvidenceStatus> evidence,
        BundleCatalog bundles) {

    /** {@return every source and its state, the ring first} */
    public List<Supervised.Health> sensors() {
        return Stream.concat(Stream.of(engine.health()), snapshots.health().stream())
                .toList();
    }

    /** {@return whether events come from the kernel} */
    boolean instrumented() {
        return engine.health().status() == SensorStatus.ON;
    }

    String transport() {
        return instrumented() ? "ringbuf" : "userspace";
    }

    String instrumentation() {
        return instrumented() ? "active" : "unavailable";
    }

    /** {@return where memory figures come from} */
    String memoryProbe() {
        return sensors().stream().anyMatch(s -> s.name().equals("tasks") && s.status() == SensorStatus.ON)
                ? "iter:task"
                : "proc";
    }
}
