package dev.linnix.cli.top;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** The incidents at a glance: a line for each, and below the one in focus how its value went and where the culprit comes from. */
final class IncidentPane {
    private static final int SINCE = 10;
    private static final int AGE = 6;
    private static final int SEVERITY = 6;
    private static final int SHARE = 4;
    private static final int SHORTEST_RULE = 8;
    private static final int SHORTEST_CULPRIT = 14;
    /** From how many columns on there is room for longer words. */
    private static final int ROOMY = 100;

    private final Model model;
    private final ViewState state;
    private final int width;
    private final Instant now;

    IncidentPane(Model model, ViewState state, int width, Instant now) {
        this.model = model;
        this.state = state;
        this.width = width;
        this.now = now;
    }

    /** {@return a title and at most {@code most} lines} */
    List<AttributedString> lines(int most) {
        List<Incident> incidents = model.incidents();
        long firing = incidents.stream().filter(Incident::firing).count();
        List<AttributedString> lines = new ArrayList<>();
        List<Incident> shown = incidents.subList(0, Math.min(incidents.size(), Math.max(1, most - 3)));
        Incident chosen = model.incident(state.selected());
        if (chosen != null && !shown.contains(chosen)) shown = List.of(chosen);
        lines.add(title(firing, incidents.size() - firing, incidents.size() - shown.size()));
        if (shown.isEmpty()) return lines;
        int[] columns = columns(shown);
        lines.add(heads(columns));
        for (Incident incident : shown) {
            lines.add(line(incident, columns, incident.equals(chosen) && incidents.size() > 1));
            if (!incident.equals(model.focus(state.selected()))) continue;
            lines.add(trend(incident));
            if (width < MainView.WIDE && !incident.path().isEmpty()) lines.add(path(incident));
        }
        return lines.subList(0, Math.min(lines.size(), most + 1));
    }

    private AttributedString title(long firing, long ended, int hidden) {
        AttributedStringBuilder line = new AttributedStringBuilder().styled(Styles.BOLD, "INCIDENTS");
        line.append("  ")
                .styled(firing > 0 ? Styles.BOLD : Styles.DIM, firing == 0 ? "none firing" : firing + " firing");
        if (ended > 0) line.styled(Styles.DIM, ", " + ended + " ended");
        if (hidden > 0) line.styled(Styles.DIM, ", " + hidden + " not shown");
        return line.columnSubSequence(0, width);
    }

    /** {@return widths of rule, value and culprit} */
    private int[] columns(List<Incident> shown) {
        int rule = Math.max(
                4, shown.stream().mapToInt(i -> Cells.width(i.rule())).max().orElse(0));
        int value =
                shown.stream().mapToInt(i -> Cells.width(i.measured())).max().orElse(0);
        int culprit =
                shown.stream().mapToInt(i -> Cells.width(i.blamed())).max().orElse(0);
        culprit = Math.max(culprit, 7);
        int room = Math.max(0, width - (2 + SINCE + 1 + AGE + 1 + SEVERITY + 1 + 1 + 1 + 1 + SHARE + 1));
        // The value must be read whole; a name that is cut is known by its beginning.
        int forValue =
                Math.min(Math.max(value, measured().length()), Math.max(0, room - SHORTEST_CULPRIT - SHORTEST_RULE));
        int forRule = Math.min(rule, Math.max(0, room - Math.min(culprit, SHORTEST_CULPRIT) - forValue));
        return new int[] {forRule, forValue, Math.min(culprit, Math.max(0, room - forRule - forValue))};
    }

    private String measured() {
        return width < ROOMY ? "VALUE > THRESHOLD" : "VALUE WHEN FIRED > THRESHOLD";
    }

    private AttributedString heads(int[] columns) {
        String heads =
                "  " + Cells.left("SINCE", SINCE) + " " + Cells.left("FOR", AGE) + " " + Cells.left("LEVEL", SEVERITY)
                        + " " + Cells.left("RULE", columns[0]) + " " + Cells.left(measured(), columns[1]) + " "
                        + Cells.left("CULPRIT", columns[2]) + " SHARE";
        return new AttributedString(Cells.cut(heads, width), Styles.DIM);
    }

    private AttributedString line(Incident incident, int[] columns, boolean marked) {
        boolean firing = incident.firing();
        AttributedStyle style = firing ? Styles.PLAIN : Styles.DIM;
        AttributedStyle loud = firing ? Styles.of(incident.severity()) : Styles.DIM;
        return new AttributedStringBuilder()
                .styled(style, marked ? "▸ " : "  ")
                .styled(style, Cells.left(since(incident), SINCE) + " ")
                .styled(style, Cells.left(age(incident), AGE) + " ")
                .styled(loud, severity(incident) + " ")
                .styled(style, Cells.left(incident.rule(), columns[0]) + " ")
                .styled(firing ? Styles.BOLD : Styles.DIM, Cells.left(incident.measured(), columns[1]) + " ")
                .styled(incident.culprit() == null ? style : loud, Cells.left(incident.blamed(), columns[2]) + " ")
                .styled(style, Cells.right(incident.share(), SHARE + 1))
                .columnSubSequence(0, width);
    }

    private static String severity(Incident incident) {
        String word = incident.severity().word();
        return Cells.left(
                incident.severity() == Severity.HIGH && incident.firing()
                        ? word.toUpperCase(java.util.Locale.ROOT)
                        : word,
                SEVERITY);
    }

    private String since(Incident incident) {
        Instant since = incident.since();
        return since == null ? "?" : Format.when(since, now);
    }

    private String age(Incident incident) {
        Instant since = incident.since();
        if (since == null) return "";
        Instant until = incident.firing() || incident.changed() == null ? now : incident.changed();
        return Format.duration(Duration.between(since, until));
    }

    private AttributedString trend(Incident incident) {
        AttributedStringBuilder line = new AttributedStringBuilder().append("  ");
        if (incident.culprit() == null) {
            line.append("no single process is responsible");
        } else {
            int columns = width < ROOMY ? 12 : width < MainView.WIDE ? 20 : 60;
            line.styled(Styles.DIM, bars(model, incident, columns)).append("  now ");
            line.append(current(model, incident));
        }
        line.styled(Styles.DIM, about(incident.alert()));
        if (width >= MainView.WIDE) {
            line.append("  ").append(Cells.cutHead(incident.path(), width - line.columnLength() - 2));
        }
        return line.columnSubSequence(0, width);
    }

    private static String about(Answers.Alert alert) {
        Double peak = alert.peak();
        String later = peak == null || peak.equals(alert.value())
                ? ""
                : ", later peak " + Format.number(peak) + " " + Incident.unit(alert);
        boolean said = Incident.gathers(alert) || alert.windowSeconds() <= 0;
        return later + (said ? "" : ", window " + Format.number(alert.windowSeconds()) + " s");
    }

    private AttributedString path(Incident incident) {
        return new AttributedString("  " + Cells.cutHead(incident.path(), width - 2));
    }

    /** {@return the last minute of what the incident is about, in the culprit's subtree, and how much a full bar is} */
    static String bars(Model model, Incident incident, int columns) {
        Resource resource = incident.resource();
        double[] last = model.history().last(incident.culprit(), resource, columns);
        double full = Sparkline.full(resource, List.of(last));
        return Sparkline.of(last, full) + " " + Sparkline.scale(resource, full);
    }

    /** {@return what the culprit's subtree uses now of what the incident is about} */
    static String current(Model model, Incident incident) {
        if (incident.culprit() == null) return "n/a";
        ProcessTree.@Nullable Node node = model.tree().find(incident.culprit());
        double amount = node == null ? Double.NaN : node.sum(incident.resource());
        String text = Double.isNaN(amount) ? "unknown" : incident.resource().say(amount);
        return text + (node == null || node.gone() ? " (culprit gone)" : "");
    }
}
