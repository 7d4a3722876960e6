package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command or a file that a configuration names. It runs only where a rule names it.
 *
 * @param name lower-case letters, digits, {@code _}
 * @param command the program and its arguments, which no shell looks at; or {@code file:} and an absolute path as its only
 *     element
 * @param timeout longest it may take
 * @param mostBytes kept of its output
 * @param stage when it runs
 */
public record CustomCollector(String name, List<String> command, Duration timeout, long mostBytes, Stage stage)
        implements Collector {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final String OUTPUT = "output.txt";
    private static final String FILE = "file:";
    private static final Duration MARGIN = Duration.ofMillis(500);

    /**
     * Creates one.
     *
     * @throws IllegalArgumentException with one sentence on what is wrong
     */
    public CustomCollector {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("collector name " + name
                    + ": expected at most 40 lower-case letters, digits and _, beginning with a letter");
        }
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("collector " + name + ": expected a command or a file, found neither");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("collector " + name + ": expected a timeout above 0, found " + timeout);
        }
        if (mostBytes <= 0) {
            throw new IllegalArgumentException("collector " + name + ": expected a limit above 0, found " + mostBytes);
        }
        command = List.copyOf(command);
    }

    /**
     * {@return one that copies a file}
     *
     * @param file absolute
     */
    public static CustomCollector ofFile(String name, Path file, Duration timeout, long mostBytes, Stage stage) {
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("collector " + name + ": expected an absolute path, found " + file);
        }
        return new CustomCollector(name, List.of(FILE + file), timeout, mostBytes, stage);
    }

    @Override
    public String summary() {
        return command.getFirst().startsWith(FILE)
                ? "Configured here: the file " + command.getFirst().substring(FILE.length()) + "."
                : "Configured here: what " + String.join(" ", command) + " prints.";
    }

    @Override
    public Set<String> sets() {
        return Set.of();
    }

    /** Longer than its command may take, so that this can be said. */
    @Override
    public Duration timeout() {
        return timeout.plus(MARGIN);
    }

    @Override
    public Cost cost() {
        return Cost.MODERATE;
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        String first = command.getFirst();
        Commands.Result result;
        boolean nothing;
        try (OnDemand to = new OnDemand(output, OUTPUT)) {
            result = first.startsWith(FILE)
                    ? scene.commands().read(Path.of(first.substring(FILE.length())), mostBytes + 1, to, timeout)
                    : scene.commands().run(command, to, timeout);
            nothing = to.isEmpty();
        }
        // That a command which succeeds prints nothing may be the answer.
        if (nothing && result.ok()) output.text(OUTPUT).close();
        if (!result.error().isEmpty()) {
            try (OutputStream to = output.text("errors.txt")) {
                Reading.write(to, result.error());
            }
        }
        if (result.late()) {
            output.late(first);
        } else if (!result.ok()) {
            throw new IOException(first + " ended with status " + result.exit());
        }
    }
}
