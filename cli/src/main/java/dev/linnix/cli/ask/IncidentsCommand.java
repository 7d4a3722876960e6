package dev.linnix.cli.ask;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.Table;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.cli.http.AlertJson;
import dev.linnix.cli.http.IncidentJson;
import dev.linnix.cli.http.Query;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code linnix incidents [ID]}. */
@Command(
        name = "incidents",
        description = "Lists incidents, the latest first; with an ID, shows one in full: who is responsible, "
                + "the numbers, and the edits of rules that would have kept it quiet.")
public final class IncidentsCommand extends AgentCommand {
    private static final Json<IncidentJson> INCIDENT = Json.of(IncidentJson.class);

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Only this one, in full.")
    private @Nullable String id;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "At most so many, 1 to 1000 (default: 10).")
    private int limit = 10;

    @Option(names = "--rule", paramLabel = "NAME", description = "Only those whose first alert is of this rule.")
    private @Nullable String rule;

    /** Creates the command. */
    public IncidentsCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        if (limit < 1 || limit > 1000) throw usage("--limit: expected 1 to 1000, found " + limit);
        if (id != null && id.isBlank()) throw usage("ID: expected the id of an incident, found nothing");
        String body = agent.get(
                id != null
                        ? "/incidents/" + Query.encode(id)
                        : new Query("/incidents")
                                .with("limit", limit)
                                .with("event_type", rule)
                                .toString());
        if (id != null) {
            IncidentJson incident = agent.read(body, INCIDENT::read);
            if (json()) printJson(body);
            else full(incident, terminal);
        } else {
            List<IncidentJson> incidents = agent.read(body, INCIDENT::readList);
            if (json()) printJson(body);
            else list(incidents, terminal);
        }
        return ExitCode.FINE;
    }

    private static void list(List<IncidentJson> incidents, Terminal terminal) {
        if (incidents.isEmpty()) {
            terminal.line("no incident is remembered");
            return;
        }
        Table table = new Table("ID", "STATE", "SEVERITY", "OPENED", ">ALERTS", "RULE", "RESPONSIBLE");
        for (IncidentJson incident : incidents) {
            table.row(
                    incident.id(),
                    AlertText.text(incident.state()),
                    AlertText.text(incident.severity()),
                    Amounts.time(incident.time()),
                    Integer.toString(incident.alerts().size()),
                    AlertText.text(incident.eventType()),
                    target(incident));
        }
        table.print(terminal, Integer.MAX_VALUE);
    }

    private static String target(IncidentJson incident) {
        if (incident.targetPid() == null) return "nobody";
        return AlertText.text(incident.targetName()) + " (" + incident.targetPid() + ")";
    }

    private static void full(IncidentJson incident, Terminal terminal) {
        terminal.line(terminal.paint(Style.BOLD, "incident " + incident.id()) + "  "
                + terminal.paint(
                        AlertText.style(incident.severity()),
                        AlertText.text(incident.severity()) + ", " + AlertText.text(incident.state())));
        terminal.field("opened", when(incident.time()), Style.PLAIN);
        terminal.field("changed", when(incident.changed()), Style.PLAIN);
        terminal.field("responsible", target(incident), Style.PLAIN);
        for (String archive : incident.bundles()) terminal.field("evidence", archive, Style.PLAIN);
        if (!incident.bundles().isEmpty()) {
            terminal.field("", "linnix bundles open " + incident.id(), Style.DIM);
        }
        for (AlertJson alert : incident.alerts()) {
            terminal.line("");
            AlertText.print(alert, terminal);
        }
    }

    private static String when(@Nullable String time) {
        String ago = Amounts.ago(time, Instant.now());
        return Amounts.time(time) + (ago.isEmpty() ? "" : ", " + ago);
    }
}
