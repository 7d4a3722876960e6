package dev.linnix.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text for people: colours on a terminal, plain text everywhere else, lines of at most 80 columns. */
public final class Terminal {
    private static final int COLUMNS = 80;
    private static final int LABEL = 12;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;

    /** How a piece of text looks. */
    public enum Style {
        /** As it is. */
        PLAIN(""),
        /** A heading. */
        BOLD("\033[1m"),
        /** Of lesser interest. */
        DIM("\033[2m"),
        /** Success. */
        GOOD("\033[32m"),
        /** Failure. */
        BAD("\033[31m");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /**
     * Creates one.
     *
     * @param colours whether to use them
     */
    public Terminal(PrintStream out, PrintStream err, boolean colours) {
        this.out = out;
        this.err = err;
        this.colours = colours;
    }

    /** {@return whether standard output is a terminal whose user wants colours} */
    public static boolean wantsColours() {
        String noColor = System.getenv("NO_COLOR");
        if ((noColor != null && !noColor.isEmpty()) || "dumb".equals(System.getenv("TERM"))) return false;
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException _) {
            return false; // No /proc, so nobody knows; plain text is never wrong.
        }
    }

    /** {@return the text in a style} */
    public String paint(Style style, String text) {
        return colours && style != Style.PLAIN ? style.code + text + "\033[0m" : text;
    }

    /** Prints one line as it is. */
    public void line(String text) {
        out.println(text);
    }

    /** Prints a labelled text, wrapped at its spaces and indented under itself; a no-break space is printed as a space. */
    public void field(String label, String text, Style style) {
        String head = "  " + label + " ".repeat(Math.max(1, LABEL - label.length()));
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && head.length() + line.length() + 1 + word.length() > COLUMNS) {
                printField(head, line.toString().stripTrailing(), style);
                head = " ".repeat(head.length());
                line.setLength(0);
            }
            if (!line.isEmpty()) line.append(' ');
            line.append(word);
        }
        printField(head, line.toString(), style);
    }

    private void printField(String head, String text, Style style) {
        out.println(paint(Style.DIM, head) + paint(style, text.replace('\u00a0', ' ')));
    }

    /** Prints one line on standard error. */
    public void complain(String text) {
        err.println(text);
    }
}
