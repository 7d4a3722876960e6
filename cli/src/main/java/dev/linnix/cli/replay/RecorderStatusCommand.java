package dev.linnix.cli.replay;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.cli.http.RecorderJson;
import java.time.Instant;
import picocli.CommandLine.Command;

/** {@code linnix recorder status}. */
@Command(
        name = "status",
        description = "Shows whether the flight recorder records, what it holds, and what it had to leave out. "
                + "Exits 1 when it is off.")
public final class RecorderStatusCommand extends AgentCommand {
    private static final Json<RecorderJson> RECORDER = Json.of(RecorderJson.class);

    /** Creates the command. */
    public RecorderStatusCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        String body = agent.get("/recorder");
        RecorderJson recorder = agent.read(body, RECORDER::read);
        if (json()) printJson(body);
        else print(recorder, terminal);
        return recorder.state().equals("on") ? ExitCode.FINE : ExitCode.PROBLEM;
    }

    private static void print(RecorderJson recorder, Terminal terminal) {
        boolean on = recorder.state().equals("on");
        String reason = recorder.reason() == null ? "" : ": " + recorder.reason();
        terminal.field("recorder", recorder.state() + reason, on ? Style.GOOD : Style.BAD);
        String span = recorder.oldest() == null
                ? "nothing yet"
                : "from " + Amounts.time(recorder.oldest()) + ", " + Amounts.ago(recorder.oldest(), Instant.now());
        terminal.field("holds", span, Style.PLAIN);
        terminal.field(
                "size",
                Amounts.bytes(recorder.bytes()) + " in " + Amounts.count(recorder.segments(), "segment"),
                Style.PLAIN);
        if (recorder.minutes() != null && recorder.maxBytes() != null) {
            terminal.field(
                    "limits",
                    Amounts.duration(60L * recorder.minutes()) + ", " + Amounts.bytes(recorder.maxBytes()),
                    Style.PLAIN);
        }
        terminal.field(
                "written",
                Amounts.count(recorder.records(), "input") + ", " + Amounts.bytes(recorder.writtenBytes())
                        + " since the start",
                Style.PLAIN);
        if (recorder.gaps() == 0 && recorder.dropped().isEmpty()) return;
        terminal.field("left out", Amounts.count(recorder.gaps(), "time"), Style.WARN);
        for (RecorderJson.Dropped dropped : recorder.dropped()) {
            terminal.field(
                    "",
                    Amounts.count(dropped.records(), "input") + ", " + Amounts.bytes(dropped.bytes()) + ": "
                            + dropped.reason(),
                    Style.WARN);
        }
    }
}
