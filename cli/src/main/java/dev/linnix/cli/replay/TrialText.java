package dev.linnix.cli.replay;

import dev.linnix.cli.Amounts;
import dev.linnix.cli.Table;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.recording.RulesTrial.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a trial of rules, for people. */
final class TrialText {
    private final Terminal terminal;

    TrialText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Prints it in sections: new alerts, alerts that are gone, rules that stayed quiet; those as before are counted. */
    void print(Outcome outcome) {
        List<TrialLine> lines = TrialLine.of(outcome);
        alerts("would have alerted", of("would_alert", lines), Style.WARN);
        alerts("no longer would have", of("no_longer", lines), Style.GOOD);
        quiet(of("quiet", lines));
        terminal.line(terminal.paint(
                Style.DIM, "as before: " + Amounts.count(of("as_before", lines).size(), "alert")));
    }

    private static List<TrialLine> of(String outcome, List<TrialLine> lines) {
        return lines.stream().filter(line -> line.outcome().equals(outcome)).toList();
    }

    private void alerts(String title, List<TrialLine> lines, Style style) {
        terminal.line(terminal.paint(
                lines.isEmpty() ? Style.PLAIN : style, title + ": " + Amounts.count(lines.size(), "alert")));
        if (lines.isEmpty()) return;
        Table table = new Table("  RULE", "FIRED", "UNTIL", ">VALUE", ">THRESHOLD", "UNIT", "BLAMED");
        for (TrialLine line : lines) {
            table.row(
                    "  " + line.rule(),
                    Amounts.time(line.fired()),
                    line.ended() == null ? "the end" : Amounts.time(line.ended()),
                    Amounts.number(line.value()),
                    Amounts.number(line.threshold()),
                    text(line.unit()),
                    process(line));
        }
        table.print(terminal, Integer.MAX_VALUE);
    }

    private void quiet(List<TrialLine> lines) {
        terminal.line("stayed quiet: " + Amounts.count(lines.size(), "rule"));
        if (lines.isEmpty()) return;
        Table table = new Table("  RULE", ">NEAREST", "AT", ">VALUE", "UNIT", "BY");
        for (TrialLine line : lines) {
            table.row(
                    "  " + line.rule(),
                    nearest(line),
                    line.unknown() == null ? Amounts.time(line.fired()) : line.unknown(),
                    Amounts.number(line.value()),
                    text(line.unit()),
                    line.fired() == null ? "-" : process(line));
        }
        table.print(terminal, Integer.MAX_VALUE);
    }

    private static String nearest(TrialLine line) {
        Integer percent = line.percent();
        if (percent == null) return "unknown";
        return percent == 0 ? "below 1 %" : percent + " %";
    }

    private static String process(TrialLine line) {
        return line.pid() == null ? "nobody" : line.comm() + " (" + line.pid() + ")";
    }

    private static String text(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
