package dev.linnix.agent.metrics;

import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.loop.LostEvents;
import dev.linnix.agent.recorder.RecorderStatus;
import dev.linnix.agent.respond.Responders;
import dev.linnix.agent.state.Heartbeat;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.record.LossReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one list of all that is lost, for whoever tells it: {@code /status} and the metrics. Thread-safe. */
public final class Losses {
    private record Kernel(String kind, String reason) {}

    private Losses() {}

    /**
     * {@return every way to lose something, also where nothing was lost; each hop, kind and reason once}
     *
     * @param status the engine's account of itself
     */
    public static List<Loss> list(
            EngineStatus status,
            EngineLoop engine,
            Responders responders,
            Heartbeat heartbeat,
            RecorderStatus recorder,
            ApiCounts api) {
        List<Loss> losses = new ArrayList<>();
        kernel(status).forEach((what, count) -> losses.add(new Loss("kernel", what.kind, what.reason, count)));
        losses.add(new Loss("engine", "record", "malformed", status.malformed()));
        losses.add(new Loss("engine", "process", "table_full", status.tableFull()));
        losses.add(new Loss("engine", "finding", "too_many_subjects", status.refusedAlerts()));
        losses.add(new Loss("engine", "snapshot", "ring_unfinished", engine.skippedSnapshots()));
        losses.add(new Loss("engine", "input", "error", engine.errors()));
        losses.add(new Loss("engine", "alerts", Loss.EVICTED, status.evictedAlerts()));
        losses.add(new Loss("engine", "incidents", Loss.EVICTED, status.evictedIncidents()));
        losses.add(new Loss("engine", "incident_alerts", Loss.EVICTED, status.evictedFromIncidents()));
        losses.add(new Loss("api", "query", "mailbox_full", engine.mailbox().rejected()));
        losses.addAll(api.losses());
        losses.add(new Loss("heartbeat", "beat", "disk_error", heartbeat.errors()));
        recorder.dropped().forEach(drop -> losses.add(new Loss("recorder", "record", drop.reason(), drop.records())));
        responders.health().forEach(responder -> {
            losses.add(new Loss(responder.name(), "alert", "queue_full", responder.dropped()));
            losses.add(new Loss(responder.name(), "alert", "failed", responder.failed()));
        });
        return losses;
    }

    /** The usual reasons are there from the start, so that a first loss shows as a rise. */
    private static Map<Kernel, Long> kernel(EngineStatus status) {
        Map<Kernel, Long> lost = new LinkedHashMap<>();
        for (String kind : LostEvents.LIFECYCLE) {
            lost.put(new Kernel(kind, LossReason.RING_FULL.label()), 0L);
            lost.put(new Kernel(kind, LossReason.RECURSION.label()), 0L);
        }
        status.lost().forEach(loss -> lost.merge(new Kernel(loss.kind(), loss.reason()), loss.count(), Long::sum));
        return lost;
    }
}
