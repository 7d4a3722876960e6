package dev.linnix.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text for people: colours on a terminal, plain text everywhere else. Whatever a text holds, nothing but these colours
 * reaches the terminal: control characters are shown as {@code \xNN}.
 */
public final class Terminal {
    private static final int COLUMNS = 80;

    /**
     * Anything a terminal might obey, hide or reorder, but for the codes of {@link Style}: controls, format characters,
     * halves of characters, those nobody has defined, and separators of lines.
     */
    private static final Pattern UNSAFE = Pattern.compile("(\033\\[(?:0|1|2|31|32|33)m)|[\\p{C}\\p{Zl}\\p{Zp}]");

    private static final String RESET = "\033[0m";
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
        /** Worth a look. */
        WARN("\033[33m"),
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

    /** {@return whether a descriptor of this process is a terminal} */
    public static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException _) {
            return false; // Not open, or no /proc, so nobody knows; plain text is never wrong.
        }
    }

    /** {@return the columns of the terminal of standard input; 80 when there is none or it does not tell} */
    public static int columns() {
        try {
            Process size = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String told = new String(size.getInputStream().readNBytes(32), StandardCharsets.US_ASCII).strip();
            if (size.waitFor(1, TimeUnit.SECONDS) && told.matches("\\d{1,5} [1-9]\\d{0,4}")) {
                return Math.max(COLUMNS / 2, Integer.parseInt(told.substring(told.indexOf(' ') + 1)));
            }
        } catch (IOException _) {
            return COLUMNS; // No stty here.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return COLUMNS;
    }

    /** {@return the text with all that a terminal might obey made visible} */
    public static String safe(String text) {
        return escape(text, false);
    }

    private static String escape(String text, boolean keepStyles) {
        return UNSAFE.matcher(text).replaceAll(found -> {
            if (keepStyles && found.group(1) != null) return Matcher.quoteReplacement(found.group());
            StringBuilder shown = new StringBuilder();
            for (byte b : found.group().getBytes(StandardCharsets.UTF_8)) {
                if (b >= ' ' && b < 0x7f) shown.append((char) b);
                else shown.append(String.format(Locale.ROOT, "\\x%02x", b));
            }
            return Matcher.quoteReplacement(shown.toString());
        });
    }

    /** {@return the text, made safe, in a style} */
    public String paint(Style style, String text) {
        return colours && style != Style.PLAIN ? style.code + safe(text) + RESET : safe(text);
    }

    /** Prints one line, which may hold painted text. */
    public void line(String text) {
        out.println(escape(text, colours));
    }

    /** Does something once, on a thread of its own, when nobody reads standard output any more. */
    public void whenUnread(Runnable action) {
        if (out instanceof StandardOutput standard) standard.whenUnread(action);
    }

    /** {@return whether nobody reads any more what is printed} */
    public boolean isClosed() {
        return out.checkError();
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
        line(paint(Style.DIM, head) + paint(style, text.replace('\u00a0', ' ')));
    }

    /** Prints one line on standard error. */
    public void complain(String text) {
        err.println(safe(text));
    }
}
