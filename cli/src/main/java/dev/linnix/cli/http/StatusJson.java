package dev.linnix.cli.http;

import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The agent's account of itself, as {@code /status} tells it; what is absent is null, 0 or empty.
 *
 * @param version of the agent
 * @param uptimeS since its start
 * @param pid of the agent
 * @param host name of the host
 * @param kernelVersion release of the running kernel
 * @param bootId of the running boot
 * @param cpus of the host
 * @param memoryBytes of the host
 * @param cgroupMode one sentence on the cgroup hierarchies
 * @param transport {@code ringbuf}, or {@code userspace} without kernel sensors
 * @param cpuPct of the agent, percent of one core
 * @param rssMb resident set of the agent
 * @param eventsPerSec life-cycle records in the last second
 * @param rbOverflows records that found the ring full
 * @param rateLimited records not taken because there were too many; null when the agent does not tell
 * @param offline whether the agent may ask no one; null when the agent does not tell
 * @param activeRules rules in force
 * @param rules where they come from
 * @param alertsPending conditions that have not lasted long enough
 * @param alertsFiring alerts firing
 * @param sensors each source and its state
 * @param responders each responder and its state
 * @param evidence the bundles of evidence; null when the agent does not tell
 * @param snapshot how often tasks are read
 * @param ring the ring the kernel sensors share
 * @param table the process table
 * @param lossPercent of life-cycle records in the last 30 s
 * @param droppedEventsTotal records lost in the kernel
 * @param drops everything lost, by hop and reason
 * @param evictions what was forgotten to make room; null when the agent does not tell
 * @param engineErrors inputs on which the engine failed
 * @param blind time nobody watched before this start
 * @param topRss the largest by memory
 * @param topCpu the largest by CPU
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record StatusJson(
        @Nullable String version,
        long uptimeS,
        long pid,
        @Nullable String host,
        @Nullable String kernelVersion,
        @Nullable String bootId,
        int cpus,
        long memoryBytes,
        @Nullable String cgroupMode,
        @Nullable String transport,
        double cpuPct,
        double rssMb,
        long eventsPerSec,
        long rbOverflows,
        @Nullable Long rateLimited,
        @Nullable Boolean offline,
        int activeRules,
        @Nullable Rules rules,
        int alertsPending,
        int alertsFiring,
        List<Part> sensors,
        List<Part> responders,
        @Nullable Evidence evidence,
        @Nullable Snapshot snapshot,
        @Nullable Ring ring,
        @Nullable Table table,
        double lossPercent,
        long droppedEventsTotal,
        List<Drop> drops,
        @Nullable List<Eviction> evictions,
        long engineErrors,
        @Nullable Blind blind,
        List<Top> topRss,
        List<Top> topCpu) {

    /**
     * A sensor or a responder.
     *
     * @param name of the part
     * @param required whether the agent is not ready without it
     * @param state {@code on}, {@code off}, {@code failed} or {@code given_up}
     * @param reason why it is not on
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Part(
            String name,
            boolean required,
            String state,
            @Nullable String reason) {
        /** {@return whether it works} */
        public boolean isOn() {
            return state.equals("on");
        }

        /** {@return whether it is off because nothing needs it, as the reader of /proc is while the kernel sensors work} */
        public boolean isStandby() {
            return !required && state.equals("off");
        }
    }

    /**
     * The rules in force.
     *
     * @param file they were read from, or {@code built-in}
     * @param imported file of AODv2 whose rules are in force too
     * @param active how many
     * @param lastReload {@code ok} or {@code rejected}
     * @param problems of the last file read
     * @param blind rules that cannot fire on this host now, with the reason, by name
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Rules(
            @Nullable String file,
            @Nullable String imported,
            int active,
            @Nullable String lastReload,
            List<String> problems,
            @Nullable Map<String, String> blind) {
        /** {@return for each reason why rules cannot fire now, which those are} */
        public Map<String, List<String>> blindByReason() {
            Map<String, List<String>> names = new TreeMap<>();
            if (blind == null) return names;
            new TreeMap<>(blind)
                    .forEach((name, reason) -> names.computeIfAbsent(reason, _ -> new ArrayList<>())
                            .add(name));
            return names;
        }
    }

    /**
     * The collecting of evidence.
     *
     * @param state {@code on} or {@code off}
     * @param reason why nothing is collected
     * @param running bundles being made now
     * @param skipped incidents and parts of bundles that were not collected, by reason
     * @param bundles kept on disk
     * @param bytes that they take
     * @param maxBytes that they may take
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Evidence(
            String state,
            @Nullable String reason,
            int running,
            Map<String, Long> skipped,
            int bundles,
            long bytes,
            long maxBytes) {}

    /**
     * Snapshots of all tasks.
     *
     * @param periodMs in force
     * @param costUs CPU time of one
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Snapshot(long periodMs, long costUs) {}

    /**
     * The ring.
     *
     * @param sizeBytes its size
     * @param highestFillBytes most that ever waited
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Ring(long sizeBytes, long highestFillBytes) {}

    /**
     * The process table.
     *
     * @param live processes alive
     * @param zombies ended and not reaped
     * @param tombstones ended and remembered
     * @param capacity most remembered
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Table(int live, int zombies, int tombstones, int capacity) {}

    /**
     * Something that did not get through.
     *
     * @param hop where
     * @param kind of what
     * @param reason why
     * @param count since start
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Drop(String hop, String kind, String reason, long count) {}

    /**
     * What a table forgot to make room for newer entries.
     *
     * @param table a word or more, joined by underscores
     * @param count since start
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Eviction(String table, long count) {}

    /**
     * A time nobody watched.
     *
     * @param from RFC 3339
     * @param to RFC 3339
     * @param rebooted whether the host was started anew in between
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Blind(String from, String to, boolean rebooted) {}

    /**
     * One of the largest processes.
     *
     * @param pid of the process
     * @param comm command name, escaped
     * @param memPercent of the host's memory; null in the list by CPU
     * @param cpuPercent of one core; null in the list by memory
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Top(
            int pid,
            String comm,
            @Nullable Double memPercent,
            @Nullable Double cpuPercent) {}
}
