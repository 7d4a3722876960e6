package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's account of itself.
 *
 * @param version of the agent
 * @param uptimeS since its start
 * @param pid of the agent
 * @param host name of the host
 * @param kernelVersion release of the running kernel
 * @param bootId of the running boot
 * @param cpus of the host
 * @param memoryBytes of the host
 * @param cgroupMode one sentence on which cgroup hierarchies the host has
 * @param transport {@code ringbuf}, or {@code userspace} without kernel sensors
 * @param probes what the kernel offers
 * @param cpuPct of the agent since its start, percent of one core
 * @param rssMb resident set of the agent; null when /proc does not say
 * @param eventsPerSec life-cycle records in the last whole second
 * @param activeRules rules in force
 * @param rules where they come from
 * @param alertsPending conditions that have not lasted long enough
 * @param alertsFiring alerts firing
 * @param sensors each source and its state
 * @param responders each responder and its state
 * @param recorder the flight recorder
 * @param evidence the bundles of evidence
 * @param snapshot how often tasks are read, and what it costs
 * @param ring the ring the kernel sensors share
 * @param table the process table
 * @param records how many came, by type
 * @param produced how many the kernel made, by type
 * @param lossPercent of life-cycle records in the last 30 s
 * @param rbOverflows records that found the ring full
 * @param droppedEventsTotal process events lost on the way to the engine or to the readers of streams
 * @param drops everything lost, by hop and reason
 * @param evictions what tables of bounded size forgot to make room, which is no loss to who has seen it
 * @param sse the alert stream
 * @param engineErrors inputs on which the engine failed: a defect of the agent
 * @param blind time nobody watched before this start; absent when there was none
 * @param topRss the five largest by memory
 * @param topCpu the five largest by CPU
 * @param incomplete how often something could be told in part only, by reason
 * @param cgroupEvictions paths of cgroups forgotten because more were asked for than are kept
 * @param offline whether nothing is sent off this host: always, as there is nothing that could
 * @param rateLimited always 0: there is no rate limit on events
 * @param ayaVersion always {@code none}: programs are loaded by libbpf
 * @param reasoner the language model: there is none
 * @param incidentsLast1h incidents opened within the last hour, of the 256 remembered
 * @param feedbackEntries always 0: no feedback is taken
 * @param slackStats always 0: nothing is sent to Slack
 * @param perfPollErrors times the ring had to be opened again
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record StatusJson(
        String version,
        long uptimeS,
        long pid,
        String host,
        String kernelVersion,
        String bootId,
        int cpus,
        long memoryBytes,
        String cgroupMode,
        String transport,
        Probes probes,
        double cpuPct,
        @Nullable Double rssMb,
        long eventsPerSec,
        int activeRules,
        RulesJson rules,
        int alertsPending,
        int alertsFiring,
        List<SensorJson> sensors,
        List<ResponderJson> responders,
        RecorderJson recorder,
        EvidenceJson evidence,
        Snapshot snapshot,
        Ring ring,
        Table table,
        Map<String, Long> records,
        Map<String, Long> produced,
        double lossPercent,
        long rbOverflows,
        long droppedEventsTotal,
        List<DropJson> drops,
        List<EvictionJson> evictions,
        Sse sse,
        long engineErrors,
        @Nullable BlindJson blind,
        List<TopProcessJson> topRss,
        List<TopProcessJson> topCpu,
        Map<String, Long> incomplete,
        long cgroupEvictions,
        boolean offline,
        long rateLimited,
        String ayaVersion,
        Reasoner reasoner,
        @Json.Property("incidents_last_1h") int incidentsLast1h,
        long feedbackEntries,
        SlackStats slackStats,
        long perfPollErrors) {

    /**
     * The language model.
     *
     * @param configured whether there is one
     * @param endpoint where it is asked
     * @param timeoutMs how long it may take
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Reasoner(boolean configured, Explicit endpoint, Explicit timeoutMs) {
        /** There is none. */
        public static final Reasoner NONE = new Reasoner(false, Explicit.NULL, Explicit.NULL);
    }

    /**
     * Messages to Slack.
     *
     * @param sent how many
     * @param failed how many could not be
     * @param approved actions approved there
     * @param denied actions denied there
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record SlackStats(long sent, long failed, long approved, long denied) {
        /** None was sent. */
        public static final SlackStats NONE = new SlackStats(0, 0, 0, 0);
    }

    /**
     * What the kernel offers.
     *
     * @param rssProbe where memory figures come from
     * @param btf whether the kernel describes its types
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Probes(String rssProbe, boolean btf) {}

    /**
     * Snapshots of all tasks.
     *
     * @param taken complete ones applied
     * @param periodMs in force
     * @param costUs CPU time of one, moving average; 0 while not known
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Snapshot(long taken, long periodMs, long costUs) {}

    /**
     * The ring.
     *
     * @param sizeBytes its size
     * @param fillBytes waiting at the last turn
     * @param highestFillBytes most that ever waited
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Ring(long sizeBytes, long fillBytes, long highestFillBytes) {}

    /**
     * The process table.
     *
     * @param live processes alive
     * @param zombies ended and not reaped
     * @param tombstones ended and remembered
     * @param capacity most remembered
     * @param folded tombstones folded into their birth parent
     * @param inferredExits ends inferred from absence
     * @param repairedBirths processes first seen in a snapshot after the first one
     * @param earlyRecords records older than event time
     * @param duplicateExits exits told more than once
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Table(
            int live,
            int zombies,
            int tombstones,
            int capacity,
            long folded,
            long inferredExits,
            long repairedBirths,
            long earlyRecords,
            long duplicateExits) {}

    /**
     * The streams.
     *
     * @param clients connected, on all routes
     * @param slowReaders dropped because they did not read
     * @param refused because there were too many
     * @param eventsDropped process events that came faster than they could be told
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record Sse(int clients, long slowReaders, long refused, long eventsDropped) {}
}
