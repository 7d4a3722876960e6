package dev.linnix.cli.replay;

import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import dev.linnix.recording.Gap;
import dev.linnix.recording.ReplayListener;
import dev.linnix.recording.TransitionJson;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Prints transitions as they come, as JSON or in words, and holds them against what was recorded. Not thread-safe. */
final class TransitionPrinter implements ReplayListener {
    private final PrintStream out;
    private final Terminal terminal;
    private final boolean json;
    private final @Nullable Comparison comparison;

    /** Nobody reads what is printed. */
    static final class UnreadException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadException() {
            super(null, null, false, false);
        }
    }

    /**
     * Creates one.
     *
     * @param comparison told of what is replayed and what was recorded; null for none
     */
    TransitionPrinter(PrintStream out, Terminal terminal, boolean json, @Nullable Comparison comparison) {
        this.out = out;
        this.terminal = terminal;
        this.json = json;
        this.comparison = comparison;
    }

    @Override
    public void alert(Alert alert, TransitionJson writer) {
        replayed(text(writer.line(alert)));
    }

    @Override
    public void incident(Incident incident, TransitionJson writer) {
        replayed(text(writer.line(incident)));
    }

    private void replayed(String line) {
        print(line);
        if (comparison != null) comparison.replayed(line);
    }

    @Override
    public void recorded(byte[] line) {
        if (comparison != null) comparison.recorded(text(line));
    }

    @Override
    public void gap(Gap gap, TransitionJson writer) {
        if (comparison != null) comparison.missing(writer.wall(gap.fromNs()), writer.wall(gap.toNs()), gap.reason());
    }

    /** {@return a line without its end} */
    static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8).stripTrailing();
    }

    /**
     * Prints one transition.
     *
     * @param line of JSON
     * @throws UnreadException when nobody reads any more
     */
    void print(String line) {
        if (json) out.println(Json.line(line));
        else terminal.line(TransitionText.line(line, terminal));
        if (out.checkError()) throw new UnreadException();
    }
}
