package dev.linnix.cli.replay;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.ask.Since;
import dev.linnix.cli.http.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code linnix recorder save FROM TO FILE}. */
@Command(
        name = "save",
        description = "Saves what the flight recorder still has of a time that is over, for example: "
                + "recorder save 5m now storm.linnix. It is whole segments, so it begins somewhat before FROM and may "
                + "end after TO. Needs the agent's token.")
public final class RecorderSaveCommand extends AgentCommand {
    @Parameters(
            index = "0",
            paramLabel = "FROM",
            description = "90s, 15m, 2h or 1d ago, HH:MM or HH:MM:SS of today in the local time zone, an RFC 3339 "
                    + "time, or Unix seconds.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "Likewise, or now.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String to;

    @Parameters(index = "2", paramLabel = "FILE", description = "What to write.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(names = "--force", description = "Replace FILE if it is there already.")
    private boolean force;

    /** Creates the command. */
    public RecorderSaveCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException, IOException {
        Instant now = Instant.now();
        Instant begin = time("FROM", from, now);
        Instant end = time("TO", to, now);
        if (!begin.isBefore(now)) throw usage("FROM: expected a time in the past, found " + begin);
        if (!end.isAfter(begin)) throw usage("TO: expected a time after FROM, " + begin + ", found " + end);
        String path =
                new Query("/recorder/save").with("from", begin).with("to", end).toString();
        Optional<CommandException> trouble;
        try (Capture capture = Capture.begin(agent, path, file, force);
                Progress progress = new Progress(console)) {
            trouble = capture.run(progress);
        }
        Recorded recorded = Recorded.read(file);
        if (json()) printJson(recorded.json());
        else terminal.line(recorded.sentence());
        if (trouble.isPresent()) throw trouble.get();
        return ExitCode.FINE;
    }

    private Instant time(String name, String text, Instant now) {
        Instant time = Since.parse(text, now);
        if (time == null) throw usage(name + ": " + Since.EXPECTED + ", found '" + text + "'");
        return time;
    }
}
