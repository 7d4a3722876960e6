package dev.linnix.cli.top;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * The tree of processes. The path to the culprit stays on top, whatever is scrolled; what of it does not fit is left out in
 * its middle. Amounts are sums over the subtree.
 */
final class ProcessPane {
    private static final int PID = 7;
    private static final int AMOUNT = 6;
    private static final int FORKS = 7;
    private static final int HEADS = 2;

    private final Model model;
    private final ViewState state;
    private final int width;
    private final boolean wide;
    private final @Nullable Incident focus;
    private final Resource resource;
    private final Rows rows;

    ProcessPane(Model model, ViewState state, int width) {
        this.model = model;
        this.state = state;
        this.width = width;
        this.wide = width >= MainView.WIDE;
        this.focus = model.focus(state.selected());
        this.resource = MainView.sort(state, focus);
        String filter = state.mode() == ViewState.Mode.FILTER ? state.typed() : state.filter();
        this.rows = Rows.of(model.tree(), resource, focus == null ? null : focus.culprit(), filter);
    }

    /** {@return title, column heads, and rows up to {@code room} lines in all} */
    List<AttributedString> lines(int room) {
        List<Rows.Row> path = rows.all().subList(0, rows.pathLength());
        List<Rows.Row> rest = rows.all().subList(rows.pathLength(), rows.all().size());
        int from = Math.min(state.scroll(), mostScroll(room));
        List<Rows.Row> scrolled = rest.subList(from, Math.min(rest.size(), from + page(room)));
        // One scale for all that is shown, so that bars of different lines can be compared.
        double full = Sparkline.full(
                resource,
                Stream.concat(path.stream(), scrolled.stream()).map(this::last).toList());
        List<AttributedString> lines = new ArrayList<>(List.of(title(), heads(full)));
        lines.addAll(path(room, full));
        for (Rows.Row row : scrolled) lines.add(row(row, full));
        return lines.subList(0, Math.clamp(room, 0, lines.size()));
    }

    private double[] last(Rows.Row row) {
        return model.history().last(row.node().key(), resource, spark());
    }

    /** {@return the lines of the path; of one that is too long the oldest ancestor and the end} */
    private List<AttributedString> path(int room, double full) {
        List<AttributedString> lines = new ArrayList<>();
        int shown = pathLines(room);
        int hidden = rows.pathLength() > shown ? rows.pathLength() - (shown - 1) : 0;
        for (int i = 0; i < rows.pathLength(); i++) {
            if (hidden == 0 || i == 0 || i > hidden) lines.add(row(rows.all().get(i), full));
            else if (i == 1) lines.add(new AttributedString("  ⋮ " + hidden + " more between", Styles.DIM));
        }
        return lines;
    }

    private int pathLines(int room) {
        return Math.min(rows.pathLength(), Math.max(3, (room - HEADS) * 2 / 3));
    }

    /** {@return lines that scroll} */
    int page(int room) {
        return Math.max(1, room - HEADS - pathLines(room));
    }

    int mostScroll(int room) {
        return Math.max(0, rows.all().size() - rows.pathLength() - page(room));
    }

    private AttributedString title() {
        AttributedStringBuilder line = new AttributedStringBuilder().styled(Styles.BOLD, "PROCESSES");
        int all = model.tree().nodes().size();
        String filter = state.filter().isEmpty() ? "" : "  filter /" + Cells.clean(state.filter());
        line.styled(
                Styles.DIM,
                filter.isEmpty() ? "  " + all + " in all" : "  " + rows.all().size() + " of " + all);
        line.append(", by " + resource.word());
        boolean automatic = state.sort() == null && focus != null;
        line.styled(Styles.DIM, automatic ? ", the resource at fault" : "").append(filter);
        line.styled(Styles.DIM, "  sums over subtrees");
        return line.columnSubSequence(0, width);
    }

    private AttributedString heads(double full) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.styled(Styles.DIM, "  " + Cells.right("PID", PID) + " ");
        if (wide) line.styled(Styles.DIM, Cells.right("UID", AMOUNT) + " ");
        line.styled(Styles.DIM, "S ");
        for (Resource column : Resource.values()) {
            String head = Cells.right(column.header(), columns(column));
            line.styled(column == resource ? Styles.BOLD : Styles.DIM, head).append(' ');
        }
        if (wide) line.styled(Styles.DIM, Cells.right("THR", 5) + " " + Cells.right("AGE", AMOUNT) + " ");
        String minute = (wide ? "LAST 60 s " : "60 s ") + Sparkline.scale(resource, full);
        line.styled(Styles.DIM, Cells.left(minute, spark())).append(' ');
        line.styled(Styles.DIM, rows.pathLength() == 0 ? "COMMAND" : "COMMAND  ▶ culprit ↓ above");
        return line.columnSubSequence(0, width);
    }

    private static int columns(Resource resource) {
        return resource == Resource.FORKS ? FORKS : AMOUNT;
    }

    private int spark() {
        return wide ? 30 : 12;
    }

    private AttributedString row(Rows.Row row, double full) {
        Answers.Proc process = row.node().process();
        AttributedStyle style = style(row);
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.styled(style, row.culprit() ? "▶ " : row.onPath() ? "↓ " : "  ");
        line.styled(style, Cells.right(String.valueOf(process.pid()), PID) + " ");
        if (wide)
            line.styled(style, Cells.right(row.node().gone() ? "-" : String.valueOf(process.uid()), AMOUNT) + " ");
        line.styled(style, letter(process) + " ");
        for (Resource column : Resource.values()) {
            line.styled(style, Cells.right(column.show(row.node().sum(column)), columns(column)) + " ");
        }
        if (wide) {
            String age = Format.duration(Duration.ofSeconds(process.ageSec()));
            line.styled(style, Cells.right(row.node().gone() ? "-" : String.valueOf(process.threads()), 5) + " ");
            line.styled(style, Cells.right(row.node().gone() ? "-" : age, AMOUNT) + " ");
        }
        line.styled(Styles.DIM, Sparkline.of(last(row), full) + " ");
        int room = Math.max(0, width - line.columnLength());
        String indent = Cells.cutHead(row.indent(), room / 2);
        line.styled(Styles.DIM, indent);
        line.styled(style, Cells.cut(command(row), room - Cells.width(indent)));
        return line.columnSubSequence(0, width);
    }

    private AttributedStyle style(Rows.Row row) {
        if (row.culprit() && focus != null) return Styles.of(focus.severity()).bold();
        // What an ancestor of the culprit shows is mostly the culprit's.
        if (row.node().gone() || row.onPath()) return Styles.DIM;
        return Styles.PLAIN;
    }

    private String command(Rows.Row row) {
        Answers.Proc process = row.node().process();
        String name = Cells.name(process.comm());
        if (row.node().gone()) return name + " (ended)";
        List<String> args = process.args();
        if (args.isEmpty()) {
            String executable = process.executable();
            return wide && executable != null ? name + "  " + Cells.clean(executable) : name;
        }
        String program = args.getFirst().substring(args.getFirst().lastIndexOf('/') + 1);
        String rest = Cells.clean(String.join(" ", args.subList(1, args.size())));
        // The kernel keeps 15 bytes of a name; where that is the program's own, it need not be said twice.
        boolean same = program.startsWith(name);
        return (same ? Cells.clean(program) + " " + rest : name + "  " + Cells.clean(args.getFirst()) + " " + rest)
                .strip();
    }

    /** {@return the letter of a state, as ps(1) has it} */
    private static String letter(Answers.Proc process) {
        String state = process.state() == null ? "" : process.state();
        return switch (state) {
            case "running" -> "R";
            case "sleeping" -> "S";
            case "blocked" -> "D";
            case "stopped" -> "T";
            case "zombie" -> "Z";
            case "exited" -> "X";
            default -> state.isEmpty() ? "?" : Cells.cut(Cells.clean(state), 1).toUpperCase(Locale.ROOT);
        };
    }
}
