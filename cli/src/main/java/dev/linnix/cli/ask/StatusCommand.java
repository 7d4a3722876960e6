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
import dev.linnix.cli.http.StatusJson;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code linnix status}. */
@Command(
        name = "status",
        description = "Shows the agent's account of itself: what it sees, what it lost, what it costs.")
public final class StatusCommand extends AgentCommand {
    private static final Json<StatusJson> STATUS = Json.of(StatusJson.class);

    @Option(names = "--short", description = "A head and one row of figures.")
    private boolean brief;

    /** Creates the command. */
    public StatusCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        String body = agent.get("/status");
        StatusJson status = agent.read(body, STATUS::read);
        if (json()) printJson(body);
        else if (brief) row(status, terminal);
        else screen(status, agent, terminal);
        return ExitCode.FINE;
    }

    private static void row(StatusJson status, Terminal terminal) {
        Table table = new Table(">cpu_pct", ">rss_mb", ">events/s", ">rb_overflows", ">rate_limited", ">offline");
        table.row(
                Amounts.decimal(status.cpuPct()),
                Amounts.decimal(status.rssMb()),
                Long.toString(status.eventsPerSec()),
                Long.toString(status.rbOverflows()),
                status.rateLimited() == null ? "-" : status.rateLimited().toString(),
                status.offline() == null ? "-" : status.offline().toString());
        table.print(terminal, Integer.MAX_VALUE);
    }

    private static void screen(StatusJson status, Agent agent, Terminal terminal) {
        terminal.line(terminal.paint(Style.BOLD, "Linnix " + text(status.version()) + " on " + text(status.host())));
        terminal.field(
                "agent",
                agent.address() + ", pid " + status.pid() + ", up " + Amounts.duration(status.uptimeS()),
                Style.PLAIN);
        terminal.field(
                "host",
                "Linux " + text(status.kernelVersion()) + ", " + Amounts.count(status.cpus(), "CPU") + ", "
                        + Amounts.bytes(status.memoryBytes()),
                Style.PLAIN);
        terminal.field(
                "costs",
                Amounts.decimal(status.cpuPct()) + " % of one core, " + Amounts.decimal(status.rssMb()) + " MB",
                Style.PLAIN);
        terminal.field(
                "alerts",
                status.alertsFiring() + " firing, " + status.alertsPending() + " pending",
                status.alertsFiring() > 0 ? Style.BAD : Style.GOOD);
        rules(status, terminal);
        parts("sensors", status.sensors(), terminal);
        parts("responders", status.responders(), terminal);
        evidence(status.evidence(), terminal);
        records(status, terminal);
        StatusJson.Blind blind = status.blind();
        if (blind != null) {
            terminal.field(
                    "blind",
                    "nobody watched from " + Amounts.time(blind.from()) + " to " + Amounts.time(blind.to()),
                    Style.WARN);
        }
        top("by CPU", status.topCpu(), terminal);
        top("by memory", status.topRss(), terminal);
    }

    private static void rules(StatusJson status, Terminal terminal) {
        StatusJson.Rules rules = status.rules();
        String from = rules == null ? "" : " from " + text(rules.file());
        terminal.field("rules", status.activeRules() + " active" + from, Style.PLAIN);
        if (rules == null) return;
        if ("rejected".equals(rules.lastReload())) {
            terminal.field("", "the file as it is now was rejected; those from before are in force", Style.BAD);
        }
        for (String problem : rules.problems()) terminal.field("", problem, Style.WARN);
        rules.blindByReason()
                .forEach((reason, names) ->
                        terminal.field("", "cannot fire now: " + String.join(", ", names) + ": " + reason, Style.WARN));
    }

    private static void parts(String label, List<StatusJson.Part> parts, Terminal terminal) {
        String on = parts.stream()
                .filter(StatusJson.Part::isOn)
                .map(StatusJson.Part::name)
                .collect(Collectors.joining(", "));
        terminal.field(label, on.isEmpty() ? "none is on" : on, on.isEmpty() ? Style.BAD : Style.PLAIN);
        for (StatusJson.Part part : parts) {
            if (part.isOn()) continue;
            if (part.isStandby()) {
                terminal.field("", part.name() + " is off: not needed now", Style.DIM);
                continue;
            }
            String reason = part.reason() == null ? "" : ": " + part.reason();
            terminal.field("", part.name() + " is " + part.state() + reason, part.required() ? Style.BAD : Style.WARN);
        }
    }

    private static void evidence(StatusJson.@Nullable Evidence evidence, Terminal terminal) {
        if (evidence == null) return;
        String kept = Amounts.count(evidence.bundles(), "bundle") + ", " + Amounts.bytes(evidence.bytes()) + " of "
                + Amounts.bytes(evidence.maxBytes())
                + (evidence.running() > 0 ? ", " + evidence.running() + " being made" : "");
        terminal.field("evidence", kept, Style.PLAIN);
        if (evidence.reason() != null) {
            terminal.field("", "nothing is collected: " + evidence.reason(), Style.WARN);
        }
        evidence.skipped()
                .forEach((reason, count) ->
                        terminal.field("", count + " not collected: " + reason.replace('_', ' '), Style.WARN));
    }

    private static void records(StatusJson status, Terminal terminal) {
        terminal.field("records", status.eventsPerSec() + " in the last second", Style.PLAIN);
        String lost = String.format(
                Locale.ROOT,
                "%.1f %% in the last 30 s, %d since the start",
                status.lossPercent(),
                status.droppedEventsTotal());
        terminal.field("lost", lost, status.lossPercent() > 1 ? Style.BAD : Style.PLAIN);
        for (StatusJson.Drop drop : status.drops()) {
            terminal.field(
                    "", drop.hop() + ": " + drop.count() + " × " + drop.kind() + ", " + drop.reason(), Style.WARN);
        }
        if (status.engineErrors() > 0) {
            terminal.field(
                    "", Amounts.count(status.engineErrors(), "input") + " on which the engine failed", Style.BAD);
        }
        List<StatusJson.Eviction> evictions = status.evictions();
        if (evictions != null && !evictions.isEmpty()) {
            String made = evictions.stream()
                    .map(one -> one.count() + " × " + one.table())
                    .collect(Collectors.joining(", "));
            terminal.field("forgotten", made + ", to make room for newer", Style.PLAIN);
        }
        StatusJson.Table table = status.table();
        if (table != null) {
            String kept = table.live() + " live, " + table.zombies() + " zombies, " + table.tombstones()
                    + " ended and remembered, of " + table.capacity();
            terminal.field("processes", kept, Style.PLAIN);
        }
        StatusJson.Snapshot snapshot = status.snapshot();
        if (snapshot != null) {
            terminal.field(
                    "snapshots",
                    "every " + snapshot.periodMs() + " ms"
                            + (snapshot.costUs() > 0 ? ", " + snapshot.costUs() + " µs each" : ""),
                    Style.PLAIN);
        }
    }

    private static void top(String label, List<StatusJson.Top> processes, Terminal terminal) {
        if (processes.isEmpty()) return;
        String list = processes.stream()
                .map(one -> one.comm() + " (" + one.pid() + ") "
                        + Amounts.decimal(one.cpuPercent() != null ? one.cpuPercent() : one.memPercent()) + " %")
                .map(one -> one.replace(' ', '\u00a0'))
                .collect(Collectors.joining(", "));
        terminal.field(label, list, Style.PLAIN);
    }

    private static String text(@Nullable String text) {
        return text == null ? "(unknown)" : text;
    }
}
