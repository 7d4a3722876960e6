package dev.linnix.cli.ask;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.cli.http.AlertJson;
import dev.linnix.cli.http.EventStream.Event;
import dev.linnix.cli.http.JsonArray;
import dev.linnix.cli.http.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code linnix alerts}. */
@Command(
        name = "alerts",
        description = "Lists the alerts the agent remembers, the latest last; "
                + "with --follow, prints each change of an alert as it happens.")
public final class AlertsCommand extends AgentCommand {
    private static final Json<AlertJson> ALERT = Json.of(AlertJson.class);

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until interrupted; only what comes from now on.")
    private boolean follow;

    @Option(names = "--severity", paramLabel = "WORD", description = "Only info, low, medium or high.")
    private @Nullable String severity;

    @Option(names = "--rule", paramLabel = "NAME", description = "Only those of this rule.")
    private @Nullable String rule;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only later ones: 90s, 15m, 2h or 1d ago, an RFC 3339 time, or Unix seconds.")
    private @Nullable String since;

    @Mixin
    private final Follow stream = new Follow();

    /** Creates the command. */
    public AlertsCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        if (severity != null) {
            String given = severity;
            severity = AlertText.lower(given);
            if (!List.of("info", "low", "medium", "high").contains(severity)) {
                throw usage("--severity: expected info, low, medium or high, found '" + given + "'");
            }
        }
        if (follow) {
            if (since != null) throw usage("--since: not with --follow, which begins now");
            return stream.stream(agent, "/alerts", terminal, event -> tell(event, agent, terminal));
        }
        list(agent, terminal);
        return ExitCode.FINE;
    }

    private void tell(Event event, Agent agent, Terminal terminal) throws CommandException {
        if (!event.name().equals("alert") && !event.name().equals("message")) return;
        AlertJson alert = agent.read(event.data(), ALERT::read);
        if (!isWanted(alert)) return;
        if (json()) printJson(event.data());
        else print(alert, terminal);
    }

    private void list(Agent agent, Terminal terminal) throws CommandException {
        Instant start = since == null ? null : Since.parse(since, Instant.now());
        if (since != null && start == null) throw usage("--since: " + Since.EXPECTED + ", found '" + since + "'");
        String query = new Query("/timeline")
                .with("start", start == null ? null : start.getEpochSecond())
                .with("severity", severity)
                .toString();
        List<String> wanted = new ArrayList<>();
        String body = agent.get(query);
        for (String text : agent.read(body, JsonArray::elements).reversed()) {
            if (isWanted(agent.read(text, ALERT::read))) wanted.add(text);
        }
        if (json()) {
            printJson("[" + String.join(",", wanted) + "]");
            return;
        }
        if (wanted.isEmpty()) {
            boolean any = severity == null && rule == null && since == null;
            terminal.line(any ? "no alert is remembered" : "no such alert is remembered");
        }
        for (String text : wanted) print(agent.read(text, ALERT::read), terminal);
    }

    private boolean isWanted(AlertJson alert) {
        return (rule == null || rule.equals(alert.rule()))
                && (severity == null || severity.equals(AlertText.lower(alert.severity())));
    }

    private static void print(AlertJson alert, Terminal terminal) {
        terminal.line(terminal.paint(Style.DIM, Amounts.time(alert.time())) + " "
                + terminal.paint(AlertText.style(alert.severity()), AlertText.line(alert)));
        terminal.line("    blamed: " + Terminal.safe(AlertText.blamed(alert.offender())));
    }
}
