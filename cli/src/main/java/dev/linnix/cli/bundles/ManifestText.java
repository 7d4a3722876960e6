package dev.linnix.cli.bundles;

import dev.linnix.cli.Amounts;
import dev.linnix.cli.Table;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.evidence.Manifest;
import dev.linnix.evidence.Manifest.CollectorInfo;
import dev.linnix.evidence.Manifest.FileInfo;
import dev.linnix.evidence.ManifestJson;
import dev.linnix.recording.json.AlertJson;
import dev.linnix.recording.json.OffenderJson;
import java.util.Map;
import java.util.Objects;

/** Manifests in words. */
final class ManifestText {
    private ManifestText() {}

    /** Prints what an archive is about and what is in it. */
    static void print(Manifest manifest, Terminal terminal) {
        terminal.line(terminal.paint(Style.BOLD, "bundle " + manifest.incident()) + "  "
                + terminal.paint(Style.DIM, manifest.rule() + ", phase " + manifest.phase()));
        terminal.field("cause", manifest.cause(), Style.PLAIN);
        terminal.field("fired", manifest.firedAt(), Style.PLAIN);
        terminal.field("looked at", manifest.windowFrom() + " to " + manifest.windowTo(), Style.PLAIN);
        terminal.field("made", manifest.madeAt() + " by " + manifest.program(), Style.PLAIN);
        terminal.field("host", manifest.host() + ", kernel " + manifest.kernel(), Style.PLAIN);
        if (ManifestJson.isNewer(manifest)) terminal.field("format", newer(manifest), Style.WARN);
        for (AlertJson alert : manifest.alerts()) alert(alert, terminal);
        for (Map.Entry<String, Long> loss : manifest.loss().entrySet()) {
            terminal.field("lost", loss.getValue() + " " + loss.getKey(), Style.WARN);
        }
        if (!manifest.previous().isEmpty()) {
            terminal.field("before", String.join(", ", manifest.previous()), Style.PLAIN);
        }
        if (!manifest.expected().isEmpty()) {
            terminal.field("to follow", String.join(", ", manifest.expected()), Style.PLAIN);
        }
        terminal.line("");
        collectors(manifest, terminal);
        terminal.line("");
        files(manifest, terminal);
    }

    /** {@return what to say of a manifest of a later version} */
    static String newer(Manifest manifest) {
        return manifest.format() + ", later than this program knows: what it adds is not shown";
    }

    private static void alert(AlertJson alert, Terminal terminal) {
        terminal.field("alert", alert.rule() + ": " + alert.message(), Style.BOLD);
        OffenderJson offender = alert.offender();
        terminal.field("blamed", offender == null ? "nobody: the cause is spread" : blamed(offender), Style.PLAIN);
    }

    private static String blamed(OffenderJson offender) {
        return Objects.requireNonNullElse(offender.executable(), offender.comm()) + ", pid " + offender.pid()
                + ", share " + Amounts.share(offender.share());
    }

    private static void collectors(Manifest manifest, Terminal terminal) {
        if (manifest.collectors().isEmpty()) return;
        Table table = new Table("COLLECTOR", "STATUS", ">MS", "MISSING");
        for (CollectorInfo collector : manifest.collectors()) {
            table.row(
                    collector.name(),
                    collector.status(),
                    Long.toString(collector.durationMs()),
                    String.join("; ", collector.detail()));
        }
        table.print(terminal, Integer.MAX_VALUE);
    }

    private static void files(Manifest manifest, Terminal terminal) {
        Table table = new Table("FILE", ">SIZE", "");
        for (FileInfo file : manifest.files()) {
            table.row(file.name(), Amounts.bytes(file.size()), file.cut() ? "cut" : "");
        }
        table.print(terminal, Integer.MAX_VALUE);
    }
}
