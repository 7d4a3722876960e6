package dev.linnix.cli.ask;

import dev.linnix.cli.Amounts;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.cli.http.AlertJson;
import dev.linnix.cli.http.OffenderJson;
import dev.linnix.cli.http.ProcessRefJson;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Alerts in words. */
public final class AlertText {
    private AlertText() {}

    /** {@return e.g. {@code [HIGH] rule - message (host)}} */
    static String line(AlertJson alert) {
        String state = "firing".equals(alert.state()) || alert.state() == null ? "" : alert.state() + ": ";
        return "[" + upper(alert.severity()) + "] " + text(alert.rule()) + " - " + state + text(alert.message()) + " ("
                + text(alert.host()) + ")";
    }

    /** {@return how a severity looks} */
    public static Style style(@Nullable String severity) {
        return switch (lower(severity)) {
            case "high" -> Style.BAD;
            case "medium" -> Style.WARN;
            default -> Style.PLAIN;
        };
    }

    /** {@return value, threshold and window in one sentence} */
    public static String measured(AlertJson alert) {
        String unit = alert.unit() == null ? "" : " " + alert.unit();
        String window = alert.windowSeconds() > 0 ? ", over " + Amounts.number(alert.windowSeconds()) + " s" : "";
        String peak = alert.peak() == null ? "" : ", peak " + Amounts.number(alert.peak());
        String bound = alert.lowerBound() ? "; records were lost, so it is a lower bound" : "";
        return Amounts.number(alert.value()) + unit + " (threshold " + Amounts.number(alert.threshold()) + window + peak
                + ")" + bound;
    }

    /** {@return who is responsible, e.g. {@code /usr/bin/dash, pid 12, share 100 %}; {@code nobody}} */
    public static String blamed(@Nullable OffenderJson offender) {
        if (offender == null) return "nobody: the cause is spread";
        return program(offender) + ", pid " + offender.pid() + ", share " + Amounts.share(offender.share());
    }

    /** {@return executable, else name} */
    static String program(OffenderJson offender) {
        return offender.executable() != null ? offender.executable() : text(offender.comm());
    }

    /** {@return the ancestors, e.g. {@code systemd (1) → sshd (400) → bash (900)}} */
    static String path(OffenderJson offender) {
        return offender.path().stream().map(AlertText::process).collect(Collectors.joining(" → "));
    }

    private static String process(ProcessRefJson process) {
        return (process.comm().isEmpty() ? "?" : process.comm()) + " (" + process.pid() + ")";
    }

    /** Prints what is known of one alert. */
    static void print(AlertJson alert, Terminal terminal) {
        terminal.line(terminal.paint(style(alert.severity()), text(alert.rule())) + "  "
                + terminal.paint(Style.DIM, text(alert.severity()) + ", " + text(alert.state())));
        terminal.field("fired", Amounts.time(alert.time()), Style.PLAIN);
        terminal.field("says", text(alert.message()), Style.PLAIN);
        terminal.field("measured", measured(alert), Style.PLAIN);
        for (OffenderJson offender : alert.offenders()) offender("blamed", offender, terminal);
        if (alert.offenders().isEmpty()) terminal.field("blamed", blamed(alert.offender()), Style.PLAIN);
        for (OffenderJson candidate : alert.candidates()) terminal.field("largest", blamed(candidate), Style.PLAIN);
        if (alert.hostedBy() != null) terminal.field("hosted by", process(alert.hostedBy()), Style.PLAIN);
        if (alert.silence() != null) terminal.field("quiet with", alert.silence(), Style.PLAIN);
    }

    private static void offender(String label, OffenderJson offender, Terminal terminal) {
        terminal.field(label, blamed(offender) + ", own share " + Amounts.share(offender.ownShare()), Style.BOLD);
        if (!offender.args().isEmpty()) {
            String more = offender.argsCut() ? " …" : "";
            terminal.field("  runs", String.join(" ", offender.args()) + more, Style.PLAIN);
        }
        if (!offender.path().isEmpty()) terminal.field("  under", path(offender), Style.PLAIN);
        if (offender.repeatedExecutable() != null) {
            terminal.field("  starts", "again and again " + offender.repeatedExecutable(), Style.PLAIN);
        }
        String group = offender.cgroup() == null ? "" : ", cgroup " + offender.cgroup();
        String since = offender.start() == null ? "" : ", since " + Amounts.time(offender.start());
        terminal.field("  as", "uid " + offender.uid() + group + since, Style.PLAIN);
    }

    /** {@return the text; {@code (unknown)} for null} */
    public static String text(@Nullable String text) {
        return text == null ? "(unknown)" : text;
    }

    /** {@return in lower case; empty for null} */
    static String lower(@Nullable String word) {
        return word == null ? "" : word.toLowerCase(Locale.ROOT);
    }

    private static String upper(@Nullable String word) {
        return word == null ? "?" : word.toUpperCase(Locale.ROOT);
    }
}
