package dev.linnix.cli.ask;

import dev.linnix.cli.Amounts;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.http.AlertJson;
import dev.linnix.cli.http.OffenderJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report of alerts, as plain text or as Markdown in which nothing the agent says has a meaning of its own. */
final class ExportReport {
    private final boolean markdown;
    private final List<String> lines = new ArrayList<>();

    ExportReport(boolean markdown) {
        this.markdown = markdown;
    }

    /** {@return the lines of the report} */
    List<String> write(Instant from, Instant until, @Nullable String rule, List<AlertJson> alerts) {
        String of = rule == null ? "" : " of the rule " + rule;
        heading("# ", "Linnix: " + Amounts.count(alerts.size(), "alert") + of);
        lines.add(plain("From " + from + " to " + until + "."));
        for (AlertJson alert : alerts) {
            lines.add("");
            alert(alert);
        }
        return List.copyOf(lines);
    }

    private void alert(AlertJson alert) {
        heading(
                "## ",
                Amounts.time(alert.time()) + "  " + AlertText.text(alert.rule()) + " on "
                        + AlertText.text(alert.host()));
        item("State", AlertText.text(alert.state()) + ", severity " + AlertText.lower(alert.severity()));
        item("Finding", AlertText.text(alert.message()));
        item("Measured", AlertText.measured(alert));
        List<OffenderJson> offenders = alert.offenders();
        if (offenders.isEmpty()) item("Responsible", AlertText.blamed(alert.offender()));
        for (OffenderJson offender : offenders) offender(offender);
        for (OffenderJson candidate : alert.candidates()) item("Large", AlertText.blamed(candidate));
        if (alert.silence() != null) item("Would have been quiet with", alert.silence());
        item("Alert", AlertText.text(alert.id()) + ", incident " + AlertText.text(alert.incidentId()));
    }

    private void offender(OffenderJson offender) {
        item("Responsible", AlertText.blamed(offender));
        if (!offender.args().isEmpty()) {
            item("Arguments", String.join(" ", offender.args()) + (offender.argsCut() ? " …" : ""));
        }
        if (!offender.path().isEmpty()) item("Ancestors", AlertText.path(offender));
        if (offender.cgroup() != null) item("Control group", offender.cgroup());
    }

    private void heading(String mark, String text) {
        if (markdown) {
            lines.add(mark + plain(text));
            lines.add("");
        } else {
            lines.add(plain(text));
        }
    }

    private void item(String label, String text) {
        lines.add(markdown ? "- **" + label + "**: " + plain(text) : "  " + label + ": " + plain(text));
    }

    private String plain(String text) {
        String safe = Terminal.safe(text);
        return markdown ? safe.replaceAll("[\\\\`*_{}\\[\\]<>#|~&!]", "\\\\$0") : safe;
    }
}
