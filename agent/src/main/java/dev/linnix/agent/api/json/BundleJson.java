package dev.linnix.agent.api.json;

import dev.linnix.evidence.Manifest;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one incident.
 *
 * @param id of the incident
 * @param rule that fired first
 * @param cause bundles of the same cause have the same
 * @param made when it was begun, RFC 3339, UTC
 * @param pinned whether it is never removed to make room
 * @param inProgress whether more is being added
 * @param bytes on disk, all archives together
 * @param archives that can be downloaded, by phase
 * @param manifest of the first archive; absent in a list, and when there is no archive yet or it cannot be read
 * @param problem why the manifest cannot be read, in one sentence
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record BundleJson(
        String id,
        String rule,
        String cause,
        String made,
        boolean pinned,
        boolean inProgress,
        long bytes,
        List<ArchiveJson> archives,
        @Nullable Manifest manifest,
        @Nullable String problem) {

    /**
     * An archive.
     *
     * @param name of the file
     * @param phase 1 at once, 2 what takes longer, 3 after the end of the incident
     * @param bytes its length
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record ArchiveJson(String name, int phase, long bytes) {}
}
