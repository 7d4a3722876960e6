package dev.linnix.cli.http;

import dev.linnix.evidence.Manifest;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one incident, as {@code /bundles} tells it.
 *
 * @param id of the incident
 * @param rule that fired first
 * @param cause bundles of the same cause have the same
 * @param made when it was begun, RFC 3339
 * @param pinned whether it is never removed to make room
 * @param inProgress whether more is being added
 * @param bytes on disk, all archives together
 * @param archives by phase
 * @param manifest of the first archive; null in a list, and when it cannot be read
 * @param problem why the manifest cannot be read; null when it can
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record BundleJson(
        String id,
        @Nullable String rule,
        @Nullable String cause,
        @Nullable String made,
        boolean pinned,
        boolean inProgress,
        long bytes,
        List<ArchiveJson> archives,
        @Nullable Manifest manifest,
        @Nullable String problem) {
    /** What is absent is empty. */
    public BundleJson {
        archives = Objects.requireNonNullElse(archives, List.of());
    }

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
