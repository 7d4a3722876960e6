package dev.linnix.agent.metrics;

import dev.linnix.agent.evidence.EvidenceStatus;
import dev.linnix.agent.loop.LostEvents;
import dev.linnix.agent.recorder.RecorderStatus;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.kernel.CpuTime;
import java.util.List;

/**
 * What one scrape reads from.
 *
 * @param agent its parts, each of which any thread may ask
 * @param engine what one query brought from the engine
 * @param recorder how the flight recorder is
 * @param evidence how the collecting of evidence is
 * @param api what the API counts
 */
record Readings(MetricSources agent, Answer engine, RecorderStatus recorder, EvidenceStatus evidence, ApiCounts api) {
    /** Names of life-cycle records. */
    static final List<String> LIFECYCLE = LostEvents.LIFECYCLE;

    /**
     * What one query brings from the engine.
     *
     * @param status the engine's account of itself
     * @param alerts by rule
     * @param cpuNs CPU time of the engine's thread since the start
     */
    record Answer(EngineStatus status, AlertCounts.Copy alerts, long cpuNs) {
        /** Runs on the engine's thread. */
        static Answer ask(EngineView view, AlertCounts alerts) {
            return new Answer(view.status(), alerts.copy(), CpuTime.threadNs());
        }
    }

    EngineStatus status() {
        return engine.status();
    }

    /** {@return all that was lost} */
    List<Loss> losses() {
        return Losses.list(status(), agent.engine(), agent.responders(), agent.heartbeat(), recorder, api);
    }

    /** {@return life-cycle records that reached the engine} */
    long events() {
        return LIFECYCLE.stream().mapToLong(this::delivered).sum();
    }

    long delivered(String kind) {
        return status().delivered().getOrDefault(kind, 0L);
    }

    /** {@return process events that did not reach the engine or the readers of streams} */
    long lostEvents() {
        return LostEvents.total(status(), api.droppedEvents());
    }

    long lost(String kind) {
        return LostEvents.of(status(), kind);
    }

    long lost(String kind, String reason) {
        return status().lost().stream()
                .filter(loss -> loss.kind().equals(kind) && loss.reason().equals(reason))
                .mapToLong(EngineStatus.Loss::count)
                .sum();
    }
}
