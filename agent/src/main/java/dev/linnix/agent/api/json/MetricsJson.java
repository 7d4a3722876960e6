package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counters of the agent; all since its start. Each means the same as the metric of this name for Prometheus.
 *
 * @param cpuPercent of the agent, percent of one core
 * @param rss resident set of the agent, KB; null when /proc does not say
 * @param subscribers readers of streams
 * @param queueDepth batches of records waiting for the engine
 * @param droppedEventsTotal process events lost on the way to the engine or to the readers of streams
 * @param alertsActive alerts firing
 * @param uptimeSeconds of the agent
 * @param eventsPerSec life-cycle records in the last whole second
 * @param perfPollErrors times the ring had to be opened again
 * @param rateLimited always 0: there is no rate limit on events
 * @param alertsEmitted times an alert fired
 * @param lineageHits processes whose birth was seen, so that their parent is known for certain
 * @param lineageMisses processes whose birth was missed and repaired from a snapshot
 * @param dropsByType records lost in the kernel, by type
 * @param rssProbeMode where memory figures come from
 * @param kernelBtfAvailable whether the kernel describes its types
 * @param slackSent always 0: nothing is sent to Slack
 * @param slackFailed always 0
 * @param alertsGenerated the same as {@code alerts_emitted}
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record MetricsJson(
        double cpuPercent,
        @Nullable Long rss,
        int subscribers,
        int queueDepth,
        long droppedEventsTotal,
        int alertsActive,
        long uptimeSeconds,
        long eventsPerSec,
        long perfPollErrors,
        long rateLimited,
        long alertsEmitted,
        long lineageHits,
        long lineageMisses,
        List<TypeDrops> dropsByType,
        String rssProbeMode,
        boolean kernelBtfAvailable,
        long slackSent,
        long slackFailed,
        long alertsGenerated) {

    /**
     * Records lost of one type.
     *
     * @param eventType 0 exec, 1 fork, 2 exit; 3 to 7 are types this agent does not have
     * @param drops how many
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record TypeDrops(int eventType, long drops) {}
}
