package dev.linnix.cli.ask;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.cli.http.AlertJson;
import dev.linnix.cli.http.EventJson;
import dev.linnix.cli.http.EventStream.Event;
import dev.linnix.cli.http.Query;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code linnix stream}. */
@Command(
        name = "stream",
        description = "Prints processes as they start and end, and alerts among them, until interrupted.")
public final class StreamCommand extends AgentCommand {
    private static final Json<EventJson> EVENT = Json.of(EventJson.class);
    private static final Json<AlertJson> ALERT = Json.of(AlertJson.class);

    @Option(names = "--types", paramLabel = "LIST", description = "Only these, by commas: fork, exec, exit, alert.")
    private @Nullable String types;

    @Option(names = "--pid", paramLabel = "PID", description = "Only this process, and alerts that name it.")
    private @Nullable Integer pid;

    @Option(
            names = "--comm",
            paramLabel = "NAME",
            description = "Only processes of this name, and alerts that name one.")
    private @Nullable String comm;

    @Mixin
    private final Follow follow = new Follow();

    /** Creates the command. */
    public StreamCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        String path = new Query("/stream")
                .with("types", types)
                .with("pid", pid)
                .with("comm", comm)
                .toString();
        return follow.stream(agent, path, terminal, event -> {
            if (json()) printJson(event.data());
            else print(event, agent, terminal);
        });
    }

    private static void print(Event event, Agent agent, Terminal terminal) throws CommandException {
        switch (event.name()) {
            case "alert" -> {
                AlertJson alert = agent.read(event.data(), ALERT::read);
                terminal.line(terminal.paint(AlertText.style(alert.severity()), AlertText.line(alert)));
            }
            case "message" -> process(agent.read(event.data(), EVENT::read), terminal);
            default ->
                terminal.line(
                        terminal.paint(Style.DIM, "[" + event.name().toUpperCase(Locale.ROOT) + "] " + event.data()));
        }
    }

    private static void process(EventJson event, Terminal terminal) {
        String type = event.eventTypeName() == null ? "unknown" : event.eventTypeName();
        String head =
                String.format(Locale.ROOT, "%-9s PID %-8d", "[" + type.toUpperCase(Locale.ROOT) + "]", event.pid());
        String rest = type.equals("exit")
                ? "CMD " + AlertText.text(event.comm()) + "  " + ended(event)
                : String.format(
                        Locale.ROOT,
                        "PPID %-8dCPU %s MEM %s CMD %s",
                        event.ppid(),
                        percent(event.cpuPercent()),
                        percent(event.memPercent()),
                        AlertText.text(event.comm()));
        terminal.line(Terminal.safe(head + rest));
    }

    private static String ended(EventJson event) {
        Long ns = event.exitTimeNs();
        String at = "at " + (ns == null || ns == 0 ? event.tsNs() : ns) + " ns";
        if (event.exitSignal() != null) return at + ", signal " + event.exitSignal();
        return event.exitCode() == null ? at : at + ", status " + event.exitCode();
    }

    private static String percent(@Nullable Double value) {
        return value == null ? "-" : Amounts.decimal(value) + "%";
    }
}
