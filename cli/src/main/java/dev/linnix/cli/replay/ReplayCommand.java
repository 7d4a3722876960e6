package dev.linnix.cli.replay;

import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.RuleFiles;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.WithHelp;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.Pacer;
import dev.linnix.recording.RecordingReader;
import dev.linnix.recording.Replay;
import dev.linnix.recording.ReplayOptions;
import dev.linnix.recording.ReplayResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code linnix replay FILE…}. */
@Command(
        name = "replay",
        description = "Puts recordings through the engine once more and prints what it says: the alerts and incidents "
                + "there were, or with --rules those there would have been. Asks no agent. Exits 1 when --check finds a "
                + "difference, 2 when a file cannot be used.")
public final class ReplayCommand extends WithHelp implements Callable<Integer> {
    private static final Duration LEAST_MEASURED = Duration.ofSeconds(2);

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private RecordingOptions recordings;

    @Option(names = "--rules", paramLabel = "FILE", description = "Rules in force instead of those recorded.")
    private @Nullable Path rules;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Only what is said from then on: 90s, 15m, 2h or 1d before the end of the recording, HH:MM or "
                            + "HH:MM:SS of the day it ends on, an RFC 3339 time, or Unix seconds.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only what is said up to then; likewise.")
    private @Nullable String to;

    @Option(
            names = "--speed",
            paramLabel = "WORD",
            description = "max, or 1x to take as long as it took (default: max).")
    private String speed = "max";

    @Option(names = "--json", description = "One JSON object a line and transition, as recordings have them.")
    private boolean json;

    @Option(names = "--recorded", description = "Print what the agent said at the time; nothing is replayed.")
    private boolean recorded;

    @Option(names = "--check", description = "Hold what is said, and the engine's state, against what was recorded.")
    private boolean check;

    /** Creates the command. */
    public ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        Pacer pacer = pacer();
        if (recorded && (rules != null || check))
            throw usage("--recorded: not with --rules or --check: nothing is replayed");
        if (check && rules != null) throw usage("--check: not with --rules: other rules say other things");
        RuleSet others = rules == null ? null : RuleFiles.usable(rules);
        Terminal terminal = console.view(recordings.colored());
        try {
            return recordings.read(reader -> {
                Instant begin = Recordings.time(reader, "--from", from);
                Instant end = Recordings.time(reader, "--to", to);
                if (begin != null && end != null && !end.isAfter(begin)) {
                    throw usage("--to: expected a time after --from, " + begin + ", found " + end);
                }
                if (recorded) return recorded(reader, terminal, begin, end);
                ReplayOptions options = new ReplayOptions(begin, end, others, check, pacer);
                return replay(reader, terminal, options);
            });
        } catch (TransitionPrinter.UnreadException _) {
            return ExitCode.FINE;
        }
    }

    private Pacer pacer() {
        return switch (speed) {
            case "max" -> Pacer.NONE;
            case "1x" -> new RealTime();
            default -> throw usage("--speed: expected max or 1x, found '" + speed + "'");
        };
    }

    private int recorded(RecordingReader reader, Terminal terminal, @Nullable Instant begin, @Nullable Instant end)
            throws IOException {
        TransitionPrinter printer = new TransitionPrinter(console.out(), terminal, json, null);
        long count = RecordedLines.read(reader, begin, end, printer::print);
        if (!json) terminal.line(Amounts.count(count, "transition") + " recorded");
        reader.skipped().ifPresent(sentence -> terminal.complain("linnix: " + sentence));
        return ExitCode.FINE;
    }

    private int replay(RecordingReader reader, Terminal terminal, ReplayOptions options)
            throws IOException, InterruptedException {
        Comparison comparison = check ? new Comparison() : null;
        TransitionPrinter printer = new TransitionPrinter(console.out(), terminal, json, comparison);
        long start = System.nanoTime();
        ReplayResult result = new Replay(reader, options, printer).run();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (!json) terminal.line(summary(result, took));
        for (String note : result.notes()) terminal.complain("linnix: " + note);
        if (comparison == null) return ExitCode.FINE;
        comparison.end(reader.skipped().isEmpty());
        comparison.difference().forEach(terminal::complain);
        boolean same = comparison.difference().isEmpty() && result.differences() == 0;
        if (same && !json) {
            terminal.line("as recorded: " + Amounts.count(comparison.equal(), "transition")
                    + ", and the state in each keyframe");
        }
        return same ? ExitCode.FINE : ExitCode.PROBLEM;
    }

    /**
     * {@return how much was replayed, and what it said}
     *
     * @param took how long
     */
    static String summary(ReplayResult result, Duration took) {
        Duration covered = result.first() == null || result.last() == null
                ? Duration.ZERO
                : Duration.between(result.first(), result.last());
        // In less time it is mostly the start of the JVM that is measured.
        String rate = took.compareTo(LEAST_MEASURED) < 0
                ? ""
                : ", " + Amounts.number(Math.rint(result.inputs() / (took.toNanos() / 1e9))) + " inputs/s";
        String missing =
                result.losses() == 0 ? "" : "; something is missing in " + Amounts.count(result.losses(), "place");
        return Amounts.count(result.inputs(), "input") + " of " + Amounts.decimal(covered.toNanos() / 1e9) + " s"
                + rate + "; " + Amounts.count(result.transitions(), "transition")
                + missing;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
