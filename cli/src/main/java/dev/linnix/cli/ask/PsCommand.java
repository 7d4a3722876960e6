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
import dev.linnix.cli.http.JsonArray;
import dev.linnix.cli.http.ProcessJson;
import dev.linnix.cli.http.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code linnix ps}. */
@Command(name = "ps", description = "Lists processes, those with most CPU first.")
public final class PsCommand extends AgentCommand {
    private static final Json<ProcessJson> PROCESS = Json.of(ProcessJson.class);

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description = "cpu, mem or pid; or as the API has it, for example cpu_pct:asc (default: cpu).")
    private String sort = "cpu";

    @Option(names = "--filter", paramLabel = "WHICH", description = "cpu_pct>N or mem_pct>N.")
    private @Nullable String filter;

    @Option(names = "--dead", description = "Those too that have ended and are remembered.")
    private boolean dead;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "At most so many.")
    private @Nullable Integer limit;

    @Option(names = "--wide", description = "Do not cut lines at the edge of the terminal.")
    private boolean wide;

    /** Creates the command. */
    public PsCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        if (limit != null && limit < 1) throw usage("--limit: expected 1 or more, found " + limit);
        Query query = new Query("/processes")
                .with("sort", order())
                .with("filter", filter)
                .with("dead", dead ? "true" : null);
        String body = agent.get(query.toString());
        List<String> processes = agent.read(body, JsonArray::elements);
        if (limit != null) processes = processes.subList(0, Math.min(limit, processes.size()));
        if (json()) {
            printJson("[" + String.join(",", processes) + "]");
            return ExitCode.FINE;
        }
        Table table = new Table(">PID", ">PPID", ">UID", ">CPU%", ">MEM%", ">RSS", ">THR", "STATE", "AGE", "COMMAND");
        for (String text : processes) row(table, agent.read(text, PROCESS::read));
        table.print(terminal, wide || !console.terminal() ? Integer.MAX_VALUE : Terminal.columns());
        return ExitCode.FINE;
    }

    private @Nullable String order() {
        return switch (sort) {
            case "cpu" -> "cpu_pct:desc";
            case "mem" -> "mem_pct:desc";
            case "pid" -> null; // the order of the API itself
            default -> sort;
        };
    }

    private static void row(Table table, ProcessJson process) {
        table.row(
                Integer.toString(process.pid()),
                Integer.toString(process.ppid()),
                Integer.toString(process.uid()),
                Amounts.decimal(process.cpuPct()),
                Amounts.decimal(process.memPct()),
                Amounts.bytes(process.rssBytes()),
                Integer.toString(process.threads()),
                process.state() == null ? "-" : process.state(),
                Amounts.duration(process.ageSec()),
                process.command());
    }
}
