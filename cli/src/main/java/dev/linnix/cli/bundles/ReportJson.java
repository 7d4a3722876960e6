package dev.linnix.cli.bundles;

import dev.linnix.cli.Json;
import dev.linnix.evidence.BundleReport;
import io.avaje.jsonb.Json.Naming;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in an archive.
 *
 * @param archive as it was named
 * @param good whether all is as the manifest says
 * @param incident it is about; null when the manifest cannot be read, as are the next two
 * @param phase of the archive
 * @param files that are as the manifest says
 * @param directory it was unpacked to; null when it was not
 * @param problems one sentence each
 */
@io.avaje.jsonb.Json(naming = Naming.LowerUnderscore)
public record ReportJson(
        String archive,
        boolean good,
        @Nullable String incident,
        @Nullable Integer phase,
        @Nullable List<String> files,
        @Nullable String directory,
        List<String> problems) {
    private static final Json<ReportJson> JSON = Json.of(ReportJson.class);

    static ReportJson of(String archive, BundleReport report, @Nullable Path directory) {
        return new ReportJson(
                archive,
                report.isGood(),
                report.manifest().incident(),
                report.manifest().phase(),
                report.whole(),
                directory == null ? null : directory.toString(),
                report.problems());
    }

    static ReportJson unreadable(String archive, IOException why) {
        return new ReportJson(archive, false, null, null, null, null, List.of(String.valueOf(why.getMessage())));
    }

    String write() {
        return JSON.write(this);
    }
}
