package dev.linnix.cli.top;

import java.io.PrintStream;
import java.time.Instant;

/** Blocks of lines, one for each reading, for a pipe, a file or a terminal that can do no more. */
final class PlainReport implements Report {
    private static final int WIDTH = 120;
    private static final int ROWS = 15;

    private final PrintStream out;
    private boolean first = true;

    PlainReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(Model model, Instant now) {
        if (!first) out.println();
        first = false;
        Views.plain(model, WIDTH, ROWS, now).forEach(out::println);
    }
}
