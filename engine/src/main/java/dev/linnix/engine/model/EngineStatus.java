package dev.linnix.engine.model;

import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStatus;
import java.util.List;
import java.util.Map;

/**
 * The engine's account of itself.
 *
 * @param timeNs event time: the highest timestamp seen, CLOCK_BOOTTIME, ns
 * @param delivered records seen since start, by type name
 * @param produced records produced by the kernel since start, by type name; only for kinds that are counted there
 * @param lost records lost since start
 * @param early records whose timestamp lay before event time; processed as "now"
 * @param malformed records refused for their type or length
 * @param live processes alive
 * @param zombies processes ended and not reaped by their parent
 * @param tombstones ended processes remembered
 * @param tableCapacity most processes remembered, dead ones included
 * @param folded tombstones folded into their birth parent, their sums kept
 * @param tableFull births not entered because every entry was a living process
 * @param inferredExits ends inferred from absence in a snapshot
 * @param repairedBirths processes first seen in a snapshot after the first one
 * @param duplicateExits exits reported by more than one thread
 * @param snapshots complete snapshots applied
 * @param rules active rules
 * @param pending conditions that hold but have not lasted long enough
 * @param firing alerts firing
 * @param refusedAlerts findings not alerted because a rule had too many subjects already
 * @param eventsPerSecond life-cycle records in the last whole second
 * @param sensors state by sensor
 * @param lossPercent lost / produced of life-cycle records in the last 30 s, percent
 * @param evictedAlerts alerts forgotten because there were too many
 * @param evictedIncidents incidents forgotten because there were too many
 * @param evictedFromIncidents alerts that an incident forgot because it had too many
 * @param blindRules rules that cannot fire on this host now, with the reason in one sentence, by name
 */
public record EngineStatus(
        long timeNs,
        Map<String, Long> delivered,
        Map<String, Long> produced,
        List<Loss> lost,
        long early,
        long malformed,
        int live,
        int zombies,
        int tombstones,
        int tableCapacity,
        long folded,
        long tableFull,
        long inferredExits,
        long repairedBirths,
        long duplicateExits,
        long snapshots,
        int rules,
        int pending,
        int firing,
        long refusedAlerts,
        long eventsPerSecond,
        Map<Sensor, SensorStatus> sensors,
        double lossPercent,
        long evictedAlerts,
        long evictedIncidents,
        long evictedFromIncidents,
        Map<String, String> blindRules) {

    /**
     * Records lost.
     *
     * @param sensor whose
     * @param kind record type name
     * @param reason label of a {@link dev.linnix.engine.record.LossReason}
     * @param count since start
     */
    public record Loss(Sensor sensor, String kind, String reason, long count) {}
}
