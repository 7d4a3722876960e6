package dev.linnix.cli.ask;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.http.AlertJson;
import dev.linnix.cli.http.JsonArray;
import dev.linnix.cli.http.Query;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code linnix export}. */
@Command(name = "export", description = "Prints a report of the alerts the agent remembers, to hand on.")
public final class ExportCommand extends AgentCommand {
    private static final Json<AlertJson> ALERT = Json.of(AlertJson.class);
    private static final Json<String> TEXT = Json.of(String.class);

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From when: 90s, 15m, 2h or 1d ago, an RFC 3339 time, or Unix seconds (default: 1h).")
    private String since = "1h";

    @Option(names = "--rule", paramLabel = "NAME", description = "Only alerts of this rule.")
    private @Nullable String rule;

    @Option(names = "--format", paramLabel = "WORD", description = "md, txt or json (default: md).")
    private String format = "md";

    /** Creates the command. */
    public ExportCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        if (!List.of("md", "txt", "json").contains(format)) {
            throw usage("--format: expected md, txt or json, found '" + format + "'");
        }
        Instant until = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant from = Since.parse(since, until);
        if (from == null) throw usage("--since: " + Since.EXPECTED + ", found '" + since + "'");
        String body = agent.get(new Query("/timeline")
                .with("start", Math.max(0, from.getEpochSecond()))
                .toString());
        List<String> texts = new ArrayList<>();
        List<AlertJson> alerts = new ArrayList<>();
        for (String text : agent.read(body, JsonArray::elements).reversed()) {
            AlertJson alert = agent.read(text, ALERT::read);
            if (rule != null && !rule.equals(alert.rule())) continue;
            texts.add(text);
            alerts.add(alert);
        }
        if (json() || format.equals("json")) {
            printJson("{\"since\":" + TEXT.write(from.toString()) + ",\"until\":" + TEXT.write(until.toString())
                    + ",\"rule\":" + (rule == null ? "null" : TEXT.write(rule)) + ",\"alerts\":["
                    + String.join(",", texts) + "]}");
        } else {
            ExportReport report = new ExportReport(format.equals("md"));
            report.write(from, until, rule, alerts).forEach(terminal::line);
        }
        return ExitCode.FINE;
    }
}
