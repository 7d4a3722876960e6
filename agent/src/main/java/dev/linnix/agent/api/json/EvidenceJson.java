package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the collecting of evidence is, and the room it has.
 *
 * @param state {@code on} or {@code off}
 * @param reason why nothing is collected, in one sentence; absent while it is on
 * @param begun bundles begun since the start
 * @param archives written since the start
 * @param running bundles being made now
 * @param skipped incidents and parts of bundles that were not collected, by reason; only reasons there were
 * @param dropped changes of incidents not looked at, since too many came at once
 * @param stuckCollectors left behind since the start because nothing could end them
 * @param stuckHelpers processes likewise
 * @param bundles kept on disk
 * @param bytes of allocated blocks that they take
 * @param pinnedBytes of them that must stay
 * @param maxBytes that bundles may take
 * @param budget of all files of the agent, bytes
 * @param deleted bundles deleted since the start, by the limit that asked for it; only limits that did
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record EvidenceJson(
        String state,
        @Nullable String reason,
        long begun,
        long archives,
        int running,
        Map<String, Long> skipped,
        long dropped,
        long stuckCollectors,
        long stuckHelpers,
        int bundles,
        long bytes,
        long pinnedBytes,
        long maxBytes,
        long budget,
        Map<String, Long> deleted) {}
