package dev.linnix.agent.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Writes each message as one line to standard error, in one write. Under journald the line begins with the priority
 * ({@code <4>}) and has no time, since the journal adds its own; elsewhere with time and level. Thread-safe.
 */
final class LineLogger implements System.Logger {
    private static final boolean JOURNAL = System.getenv("JOURNAL_STREAM") != null;

    @SuppressWarnings("resource") // standard error is never closed
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.err);

    /** Our own loggers begin with this; the library's say nothing below INFO that concerns an operator. */
    private static final String OURS = "dev.linnix.";

    private static volatile Level threshold = Level.INFO;

    private final String name;

    LineLogger(String name) {
        this.name = name;
    }

    /** Sets the least urgent level that is logged, for all loggers. */
    static void threshold(Level least) {
        threshold = least;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        int least = threshold.getSeverity();
        if (!name.startsWith(OURS)) least = Math.max(least, Level.INFO.getSeverity());
        return level.getSeverity() >= least && level != Level.OFF;
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
        if (!isLoggable(level)) return;
        write(level, thrown == null ? message : message + ": " + describe(thrown));
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String format, Object @Nullable ... parameters) {
        if (!isLoggable(level)) return;
        boolean plain = parameters == null || parameters.length == 0;
        write(level, plain ? format : new MessageFormat(format, Locale.ROOT).format(parameters));
    }

    /** The exception and where it came from: enough for a bug report, and still one line. */
    private static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder(thrown.toString());
        StackTraceElement[] stack = thrown.getStackTrace();
        for (int i = 0; i < Math.min(stack.length, 4); i++) text.append(" at ").append(stack[i]);
        return text.toString();
    }

    private static void write(Level level, String message) {
        String line = prefix(level) + message.replace('\n', ' ').replace('\r', ' ') + "\n";
        try {
            OUT.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // There is nowhere left to report to.
            System.err.checkError();
        }
    }

    private static String prefix(Level level) {
        if (!JOURNAL) {
            return Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + level.getName() + " ";
        }
        return switch (level) {
            case ERROR -> "<3>";
            case WARNING -> "<4>";
            case DEBUG, TRACE -> "<7>";
            default -> "<6>";
        };
    }
}
