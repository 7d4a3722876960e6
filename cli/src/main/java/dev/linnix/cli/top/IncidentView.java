package dev.linnix.cli.top;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** One incident with all its numbers. */
final class IncidentView {
    private static final int LABEL = 14;
    private static final String KEYS = "Esc back  ←→ other incident  ↑↓ scroll  p pause  q quit";

    private final Model model;
    private final Incident incident;
    private final int width;
    private final Instant now;
    private final List<AttributedString> lines = new ArrayList<>();

    private IncidentView(Model model, Incident incident, int width, Instant now) {
        this.model = model;
        this.incident = incident;
        this.width = width;
        this.now = now;
    }

    static Frame frame(Model model, ViewState state, Incident incident, int width, int height, Instant now) {
        IncidentView view = new IncidentView(model, incident, width, now);
        view.write();
        return Pages.frame(Header.lines(model, state, width, now), view.lines, KEYS, model, state, width, height);
    }

    private void write() {
        Answers.Alert alert = incident.alert();
        AttributedStyle loud = incident.firing() ? Styles.of(incident.severity()) : Styles.BOLD;
        String at = (model.incidents().indexOf(incident) + 1) + " of "
                + model.incidents().size();
        lines.add(new AttributedStringBuilder()
                .styled(
                        loud,
                        Cells.clean(incident.severity().word().toUpperCase(java.util.Locale.ROOT)) + "  "
                                + incident.rule())
                .styled(
                        Styles.DIM,
                        "  " + Cells.clean(incident.state()) + "  incident " + Cells.clean(incident.id()) + ", " + at)
                .columnSubSequence(0, width));
        lines.add(AttributedString.EMPTY);
        field("what", Cells.clean(alert.message()));
        numbers(alert);
        lines.add(AttributedString.EMPTY);
        culprit(alert);
        others();
    }

    private void numbers(Answers.Alert alert) {
        field(
                "value",
                amount(alert.value()) + " when it fired" + (alert.lowerBound() ? ", at least: records were lost" : ""),
                Styles.BOLD);
        field("threshold", amount(alert.threshold()));
        field("to silence", Cells.clean(alert.silence()));
        field("peak", amount(alert.peak()) + " since then");
        field("now", IncidentPane.current(model, incident));
        if (incident.culprit() != null) field("last 60 s", IncidentPane.bars(model, incident, 60), Styles.DIM);
        field("window", Format.number(alert.windowSeconds()) + " s");
        field("since", time(incident.since()));
        if (!incident.firing()) field("ended", time(incident.changed()));
    }

    private String amount(@Nullable Double amount) {
        return amount == null ? "unknown" : Format.number(amount) + " " + incident.unit();
    }

    private String time(@Nullable Instant time) {
        return time == null ? "unknown" : time + ", " + Format.duration(Duration.between(time, now)) + " ago";
    }

    private void culprit(Answers.Alert alert) {
        Answers.Offender offender = alert.offender();
        if (offender == null) {
            field("culprit", "no single process is responsible");
            String most = alert.candidates().stream().map(IncidentView::summary).collect(Collectors.joining(", "));
            if (!most.isEmpty()) field("largest", most);
            return;
        }
        field(
                "culprit",
                Incident.name(offender.comm(), offender.pid()),
                incident.firing() ? Styles.of(incident.severity()) : Styles.BOLD);
        field(
                "share",
                Format.share(offender.share()) + " of the total with its descendants, "
                        + Format.share(offender.ownShare()) + " by itself");
        field("path", incident.path());
        field("executable", offender.executable() == null ? "unknown" : Cells.clean(offender.executable()));
        String more = offender.argsCut() ? " …" : "";
        field(
                "arguments",
                offender.args().isEmpty() ? "unknown" : Cells.clean(String.join(" ", offender.args())) + more);
        field("cgroup", offender.cgroup() == null ? "unknown" : Cells.clean(offender.cgroup()));
        field("uid", String.valueOf(offender.uid()));
        if (offender.repeatedExecutable() != null) field("runs mostly", Cells.clean(offender.repeatedExecutable()));
        Answers.Ref host = alert.hostedBy();
        if (host != null) field("hosted by", Incident.name(host.comm(), host.pid()));
        List<Answers.Offender> others = alert.offenders().stream().skip(1).toList();
        if (!others.isEmpty())
            field("and", others.stream().map(IncidentView::summary).collect(Collectors.joining(", ")));
    }

    private static String summary(Answers.Offender offender) {
        return Incident.name(offender.comm(), offender.pid()) + " " + Format.share(offender.share());
    }

    private void others() {
        List<Answers.Alert> others = incident.alerts().stream()
                .filter(alert -> !alert.equals(incident.alert()))
                .toList();
        for (Answers.Alert alert : others) {
            String measured = Incident.measured(alert);
            field("also", Cells.clean(alert.rule()) + ", " + Cells.clean(alert.state()) + ": " + measured);
        }
    }

    private void field(String label, String text) {
        field(label, text, Styles.PLAIN);
    }

    /** Adds a labelled text, wrapped under itself. */
    private void field(String label, String text, AttributedStyle style) {
        int room = Math.max(8, width - LABEL);
        String head = label;
        for (String part : Pages.wrap(text, room)) {
            lines.add(new AttributedStringBuilder()
                    .styled(Styles.DIM, Cells.left(head, LABEL))
                    .styled(style, part)
                    .columnSubSequence(0, width));
            head = "";
        }
    }
}
