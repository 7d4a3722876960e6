package dev.linnix.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as an aligned table, or as one JSON object a line. */
final class Report {
    private static final List<String> HEAD =
            List.of("what", "must", "goal", "figure", "min .. max (n)", "yardstick", "verdict");

    private Report() {}

    /** {@return the head: machine and flags} */
    static String head(Machine machine, String flags) {
        return "cpu     " + machine.cpu() + " x " + machine.cpus() + ", " + machine.memoryMb() + " MB\n" + "kernel  "
                + machine.kernel() + "\n" + "jdk     " + machine.jdk() + "\n" + "flags   " + flags + "\n" + "load    "
                + machine.load() + "\n";
    }

    /** {@return the table, notes below it} */
    static String table(List<Figure> figures) {
        List<List<String>> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        rows.add(HEAD);
        for (Figure figure : figures) {
            String mark = "";
            if (!figure.note().isEmpty()) {
                int at = notes.indexOf(figure.note());
                if (at < 0) {
                    notes.add(figure.note());
                    at = notes.size() - 1;
                }
                mark = " [" + (at + 1) + "]";
            }
            rows.add(row(figure, mark));
        }
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        for (int i = 0; i < notes.size(); i++) {
            text.append(" [").append(i + 1).append("] ").append(notes.get(i)).append('\n');
        }
        return text.toString();
    }

    private static List<String> row(Figure figure, String mark) {
        Limit must = figure.must();
        Limit goal = figure.goal();
        Samples samples = figure.samples();
        String value = samples == null ? "n/a" : (Numbers.format(samples.median()) + " " + figure.unit()).trim();
        String spread = samples == null || samples.count() == 1
                ? ""
                : Numbers.format(samples.min()) + " .. " + Numbers.format(samples.max()) + " (" + samples.count() + ")";
        return List.of(
                figure.what() + mark,
                must == null ? "" : must.text(),
                goal == null ? "" : goal.text(),
                value,
                spread,
                figure.yardstick(),
                figure.verdict().text());
    }

    /** {@return one line of JSON; absent limits and values are null} */
    static String json(Figure figure) {
        Samples samples = figure.samples();
        Limit must = figure.must();
        Limit goal = figure.goal();
        return "{\"benchmark\":" + quote(figure.benchmark()) + ",\"what\":" + quote(figure.what()) + ",\"unit\":"
                + quote(figure.unit()) + ",\"must\":" + (must == null ? "null" : quote(must.text())) + ",\"goal\":"
                + (goal == null ? "null" : quote(goal.text())) + ",\"median\":"
                + (samples == null ? "null" : number(samples.median())) + ",\"min\":"
                + (samples == null ? "null" : number(samples.min())) + ",\"max\":"
                + (samples == null ? "null" : number(samples.max())) + ",\"n\":"
                + (samples == null ? 0 : samples.count()) + ",\"yardstick\":" + quote(figure.yardstick())
                + ",\"verdict\":" + quote(figure.verdict().text()) + ",\"note\":" + quote(figure.note()) + "}";
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "null";
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < ' ') quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
