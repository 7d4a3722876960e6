package dev.linnix.evidence;

import dev.linnix.recording.json.AlertJson;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an archive holds and what it is about: the first entry of each, {@value #NAME}. Times are RFC 3339, UTC.
 *
 * @param format {@link #FORMAT}
 * @param incident id of the incident; all archives of one bundle have the same
 * @param phase 1 at once, 2 what takes longer, 3 after the end of the incident
 * @param archive name of this archive
 * @param previous names of the archives of the same bundle that were there before; may have gone since
 * @param expected names of archives of the same bundle that were to follow; they need not have come to be
 * @param madeAt when the archive was finished
 * @param program name and version of the agent
 * @param host its name
 * @param kernel its release
 * @param bootId of the boot
 * @param rule that fired first
 * @param cause incidents of the same cause have the same: rule and what is to blame
 * @param windowFrom since when evidence was looked for
 * @param firedAt when the first rule fired
 * @param windowTo up to when evidence was looked for
 * @param alerts of the incident when the archive was made
 * @param loss what was lost within the window, by sensor and reason; empty when nothing was
 * @param collectors each that ran or was to run
 * @param files each entry after this one
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Manifest(
        String format,
        String incident,
        int phase,
        String archive,
        List<String> previous,
        List<String> expected,
        String madeAt,
        String program,
        String host,
        String kernel,
        String bootId,
        String rule,
        String cause,
        String windowFrom,
        String firedAt,
        String windowTo,
        List<AlertJson> alerts,
        Map<String, Long> loss,
        List<CollectorInfo> collectors,
        List<FileInfo> files) {

    /** Name of the first entry. */
    public static final String NAME = "MANIFEST.json";

    /** Name of the second entry. */
    public static final String README = "README.txt";

    /** Version of the format, {@code major.minor}; fields are only added within a major. */
    public static final String FORMAT = "1.0";

    /** {@return the same, with these files} */
    public Manifest withFiles(List<FileInfo> entries) {
        return new Manifest(
                format,
                incident,
                phase,
                archive,
                previous,
                expected,
                madeAt,
                program,
                host,
                kernel,
                bootId,
                rule,
                cause,
                windowFrom,
                firedAt,
                windowTo,
                alerts,
                loss,
                collectors,
                List.copyOf(entries));
    }

    /**
     * How a collector fared.
     *
     * @param name of it
     * @param status {@code ok}, {@code cut}, {@code denied}, {@code failed}, {@code timeout}, {@code skipped}
     * @param detail each thing that is missing, and why; empty when nothing is
     * @param durationMs how long it took
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record CollectorInfo(String name, String status, List<String> detail, long durationMs) {}

    /**
     * One entry.
     *
     * @param name path within the archive
     * @param collector that made it; null for what the agent wrote itself
     * @param size bytes
     * @param sha256 of its bytes, in hexadecimal
     * @param cut whether it was cut at the collector's limit
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    public record FileInfo(String name, @Nullable String collector, long size, String sha256, boolean cut) {}
}
