package dev.linnix.evidence;

import dev.linnix.recording.json.AlertJson;
import dev.linnix.recording.json.OffenderJson;
import dev.linnix.recording.json.ProcessRefJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a person reads first of an archive: what happened, who is to blame, what was lost, what is in it and what is
 * not. All of it comes from the manifest. Stateless and thread-safe.
 */
public final class BundleReadme {
    private static final int WIDTH = 100;
    private static final String RECORDING = ".linnix";

    private final Manifest manifest;
    private final UnaryOperator<String> about;
    private final StringBuilder text = new StringBuilder();

    private BundleReadme(Manifest manifest, UnaryOperator<String> about) {
        this.manifest = manifest;
        this.about = about;
    }

    /**
     * {@return the text, in lines of about 100 characters}
     *
     * @param about what a collector of this name collects, in one sentence; empty when it is not known
     */
    public static String text(Manifest manifest, UnaryOperator<String> about) {
        return new BundleReadme(manifest, about).write();
    }

    private String write() {
        title();
        whatHappened();
        whatElse();
        whatWasLost();
        whatIsHere();
        whatIsMissing();
        howToGoOn();
        return text.toString();
    }

    private void title() {
        String title = "Linnix: " + manifest.rule() + " on " + manifest.host() + ", " + manifest.firedAt();
        text.append(title).append('\n').append("=".repeat(title.length())).append("\n\n");
        paragraph(
                "",
                switch (manifest.phase()) {
                    case 1 -> "First archive of incident " + manifest.incident() + ": what was there at once.";
                    case 2 -> "Second archive of incident " + manifest.incident() + ": what took longer.";
                    default ->
                        "Archive " + manifest.phase() + " of incident " + manifest.incident()
                                + ": what it was like when it was over.";
                });
        if (!manifest.previous().isEmpty()) paragraph("", "Before it: " + String.join(", ", manifest.previous()));
        if (!manifest.expected().isEmpty()) paragraph("", "To follow: " + String.join(", ", manifest.expected()));
        paragraph(
                "",
                "Kernel " + manifest.kernel() + ", boot " + manifest.bootId() + ", made by " + manifest.program()
                        + " at " + manifest.madeAt() + ". All times are UTC.");
    }

    private void heading(String heading) {
        text.append('\n')
                .append(heading)
                .append('\n')
                .append("-".repeat(heading.length()))
                .append('\n');
    }

    private @Nullable AlertJson trigger() {
        for (AlertJson alert : manifest.alerts()) if (alert.rule().equals(manifest.rule())) return alert;
        return manifest.alerts().isEmpty() ? null : manifest.alerts().getFirst();
    }

    private void whatHappened() {
        heading("What happened");
        AlertJson trigger = trigger();
        if (trigger == null) {
            paragraph("", "The manifest holds no alert.");
            return;
        }
        paragraph("", trigger.message());
        fact(
                "rule",
                trigger.rule() + " (" + trigger.detector() + ", "
                        + trigger.severity().toLowerCase(Locale.ROOT) + ")");
        fact("fired", trigger.time());
        fact("measured", measured(trigger));
        if (trigger.peak() != null) fact("peak", number(trigger.peak()) + " " + trigger.unit());
        blame(trigger);
        fact("goes on", goesOn());
        fact("silence", trigger.silence() + " would have kept the rule quiet");
    }

    private static String measured(AlertJson alert) {
        return number(alert.value()) + " " + alert.unit() + (alert.lowerBound() ? " at least (records were lost)" : "")
                + " within " + number(alert.windowSeconds()) + " s, against a threshold of "
                + number(alert.threshold());
    }

    private void blame(AlertJson alert) {
        if (alert.offenders().isEmpty()) {
            fact("to blame", "no single process" + (alert.candidates().isEmpty() ? "" : "; the largest parts:"));
            for (OffenderJson candidate : alert.candidates()) fact("", described(candidate));
            return;
        }
        for (OffenderJson offender : alert.offenders()) {
            fact("to blame", described(offender));
            fact("runs", command(offender));
            fact("started", offender.start() + (offender.alive() ? "" : "; it had ended when the rule fired"));
            fact(
                    "ancestors",
                    offender.path().stream().map(BundleReadme::process).collect(Collectors.joining(" > ")));
            if (offender.cgroup() != null) fact("cgroup", offender.cgroup());
            if (offender.repeatedExecutable() != null) fact("mostly forks", offender.repeatedExecutable());
        }
        if (alert.hostedBy() != null) fact("hosted by", process(alert.hostedBy()));
    }

    private static String described(OffenderJson offender) {
        return offender.comm() + " (pid " + offender.pid() + ", uid " + offender.uid() + "), "
                + percent(offender.share()) + " of it with what it forked, " + percent(offender.ownShare()) + " alone";
    }

    private static String command(OffenderJson offender) {
        String arguments = String.join(" ", offender.args()) + (offender.argsCut() ? " …" : "");
        String executable = offender.executable();
        if (arguments.isBlank()) return executable == null ? "unknown" : executable;
        return executable == null || arguments.startsWith(executable)
                ? arguments
                : arguments + "  [" + executable + "]";
    }

    private static String process(ProcessRefJson process) {
        return process.comm().isEmpty() ? "pid " + process.pid() : process.comm() + " (" + process.pid() + ")";
    }

    private String goesOn() {
        List<AlertJson> firing = manifest.alerts().stream()
                .filter(alert -> alert.state().equals("firing"))
                .toList();
        if (!firing.isEmpty()) return "yes, when this was written (" + manifest.madeAt() + ")";
        String last = manifest.alerts().stream()
                .map(AlertJson::changed)
                .max(String::compareTo)
                .orElse("");
        return "no, it was over at " + last;
    }

    private void whatElse() {
        AlertJson trigger = trigger();
        List<AlertJson> others = manifest.alerts().stream()
                .filter(alert -> !alert.equals(trigger))
                .toList();
        if (others.isEmpty()) return;
        heading("What else fired");
        for (AlertJson alert : others) {
            paragraph("- ", alert.time() + " " + alert.rule() + ", " + alert.state() + ": " + alert.message());
        }
    }

    private void whatWasLost() {
        heading("What was lost");
        String window = "within the window, " + manifest.windowFrom() + " to " + manifest.windowTo();
        if (manifest.loss().isEmpty()) {
            paragraph("", "Nothing that was to be seen was lost " + window + ".");
            return;
        }
        paragraph("", "Lost " + window + ", so that numbers may be too small and a process may be missing:");
        manifest.loss().forEach((reason, count) -> paragraph("- ", count + " " + reason));
    }

    private void whatIsHere() {
        heading("What is here");
        Map<String, List<Manifest.FileInfo>> byCollector = new LinkedHashMap<>();
        for (Manifest.FileInfo file : manifest.files()) {
            if (file.name().equals(Manifest.README)) continue;
            String collector = file.collector() == null ? "" : file.collector();
            byCollector.computeIfAbsent(collector, key -> new ArrayList<>()).add(file);
        }
        byCollector.forEach((collector, files) -> {
            String sentence = collector.isEmpty() ? "" : about.apply(collector);
            if (!sentence.isEmpty()) paragraph("", sentence);
            for (Manifest.FileInfo file : files) {
                paragraph("  ", file.name() + ", " + file.size() + " bytes" + (file.cut() ? ", cut at its limit" : ""));
            }
        });
    }

    private void whatIsMissing() {
        heading("What is missing");
        boolean complete = true;
        for (Manifest.CollectorInfo collector : manifest.collectors()) {
            if (collector.status().equals("ok") && collector.detail().isEmpty()) continue;
            complete = false;
            String after = collector.status().equals("ok")
                    ? ""
                    : " (" + collector.status() + ", after " + collector.durationMs() + " ms)";
            if (collector.detail().isEmpty()) paragraph("- ", collector.name() + after);
            for (String detail : collector.detail()) paragraph("- ", collector.name() + after + ": " + detail);
        }
        if (complete) paragraph("", "Nothing that was to be collected for this archive.");
    }

    private void howToGoOn() {
        heading("How to go on");
        manifest.files().stream()
                .map(Manifest.FileInfo::name)
                .filter(name -> name.endsWith(RECORDING))
                .forEach(name -> {
                    fact("replay", "linnix replay " + name);
                    fact(
                            "look",
                            "linnix export --format perfetto --out trace.pftrace " + name
                                    + ", and open it at ui.perfetto.dev");
                });
        fact("verify", "linnix bundles verify " + manifest.archive());
        fact("unpack", "zstd -dc " + manifest.archive() + " | tar -x");
        fact("numbers", Manifest.NAME + " holds all of this for programs, and the SHA-256 of each file");
    }

    private void fact(String name, String value) {
        paragraph(String.format(Locale.ROOT, "%-13s", name), value);
    }

    /** Lines after the first begin below the text of the first. */
    private void paragraph(String mark, String sentence) {
        StringBuilder line = new StringBuilder(mark);
        String indent = " ".repeat(mark.length());
        boolean fresh = true;
        for (String word : sentence.split(" ")) {
            if (!fresh && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(indent);
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static String number(@Nullable Double value) {
        if (value == null) return "?";
        if (value == Math.rint(value) && Math.abs(value) < 1e15) return Long.toString(value.longValue());
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
