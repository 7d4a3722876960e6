package dev.linnix.cli.replay;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code linnix record FILE}. */
@Command(
        name = "record",
        description =
                "Records what the agent sees, from now on, for as long as --for says or until Ctrl-C, a day at most. "
                        + "The file appears when it is whole; until then it grows as FILE.part. Needs the agent's token.")
public final class RecordCommand extends AgentCommand {
    /** What the agent gives at most, s. */
    private static final long DAY = 86_400;

    private static final Pattern SPAN = Pattern.compile("([1-9]\\d{0,5})([smh])");

    @Parameters(paramLabel = "FILE", description = "What to write.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(names = "--for", paramLabel = "SPAN", description = "How long, for example 60s, 5m or 1h.")
    private @Nullable String span;

    @Option(names = "--force", description = "Replace FILE if it is there already.")
    private boolean force;

    /** Creates the command. */
    public RecordCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException, IOException {
        long seconds = span == null ? DAY : seconds(span);
        try (Capture capture = Capture.follow(agent, seconds, file, force);
                OnInterrupt interrupt = new OnInterrupt(capture::stop)) {
            return interrupt.through(record(capture, terminal));
        }
    }

    private long seconds(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) throw usage("--for: expected a time such as 60s, 5m or 1h, found '" + text + "'");
        long seconds = Long.parseLong(span.group(1))
                * switch (span.group(2)) {
                    case "s" -> 1;
                    case "m" -> 60;
                    default -> 3600;
                };
        if (seconds > DAY) throw usage("--for: expected at most a day, 24h, found '" + text + "'");
        return seconds;
    }

    /** Says everything itself, since after Ctrl-C nobody else would get to it. */
    private int record(Capture capture, Terminal terminal) {
        try {
            Optional<CommandException> trouble;
            try (Progress progress = new Progress(console)) {
                trouble = capture.run(progress);
            }
            Recorded recorded = Recorded.read(file);
            if (json()) printJson(recorded.json());
            else terminal.line(recorded.sentence());
            if (trouble.isEmpty()) return ExitCode.FINE;
            terminal.complain("linnix: " + trouble.get().sentence());
            return trouble.get().exitCode();
        } catch (CommandException e) {
            terminal.complain("linnix: " + e.sentence());
            return e.exitCode();
        } catch (IOException e) {
            terminal.complain("linnix: " + e.getMessage());
            return ExitCode.PROBLEM;
        }
    }
}
