package dev.linnix.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as they must be. Not thread-safe. */
public final class Table {
    private static final String GAP = "  ";

    private final String[] heads;
    private final boolean[] right;
    private final List<String[]> rows = new ArrayList<>();

    /**
     * Starts one.
     *
     * @param heads of the columns; a column whose head begins with {@code >} is aligned to the right
     */
    public Table(String... heads) {
        this.heads = heads.clone();
        right = new boolean[heads.length];
        for (int i = 0; i < heads.length; i++) {
            right[i] = heads[i].startsWith(">");
            if (right[i]) this.heads[i] = heads[i].substring(1);
        }
    }

    /** Adds a row; its cells are made safe for a terminal. */
    public void row(String... cells) {
        if (cells.length != heads.length) throw new IllegalArgumentException("expected " + heads.length + " cells");
        String[] safe = new String[cells.length];
        for (int i = 0; i < cells.length; i++) safe[i] = Terminal.safe(cells[i]);
        rows.add(safe);
    }

    /**
     * Prints head and rows.
     *
     * @param columns where a line is cut
     */
    public void print(Terminal terminal, int columns) {
        int[] widths = new int[heads.length];
        for (int i = 0; i < heads.length; i++) {
            widths[i] = heads[i].length();
            for (String[] row : rows) widths[i] = Math.max(widths[i], row[i].length());
        }
        terminal.line(terminal.paint(Terminal.Style.BOLD, line(heads, widths, columns)));
        for (String[] row : rows) terminal.line(line(row, widths, columns));
    }

    private String line(String[] cells, int[] widths, int columns) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String padding = " ".repeat(widths[i] - cells[i].length());
            boolean last = i == cells.length - 1;
            if (i > 0) line.append(GAP);
            line.append(right[i] ? padding + cells[i] : last ? cells[i] : cells[i] + padding);
        }
        String text = line.toString().stripTrailing();
        return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + "…";
    }
}
