package dev.linnix.cli.doctor;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.cli.http.AgentHttp.Answer;
import dev.linnix.cli.http.ReadyJson;
import dev.linnix.cli.http.StatusJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code linnix doctor}. */
@Command(
        name = "doctor",
        description = "Checks this machine and the agent, and says of each thing that is missing what it is "
                + "and which command mends it. Exits 1 when something is wrong, 3 when there is no agent.")
public final class DoctorCommand extends AgentCommand {
    private static final Json<Check> CHECK = Json.of(Check.class);
    private static final Json<StatusJson> STATUS = Json.of(StatusJson.class);
    private static final Json<ReadyJson> READY = Json.of(ReadyJson.class);

    private boolean reached;

    /** Creates the command. */
    public DoctorCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) {
        Machine machine = Machine.look(console.stateDir());
        List<Check> checks = new ArrayList<>(MachineChecks.of(machine));
        checks.addAll(agent(agent, machine));
        boolean wrong = checks.stream().anyMatch(check -> check.state().equals(Check.PROBLEM));
        if (json()) {
            String list = checks.stream().map(CHECK::write).collect(Collectors.joining(","));
            printJson("{\"ok\":" + !wrong + ",\"checks\":[" + list + "]}");
        } else {
            show(checks, agent, terminal);
        }
        return !reached ? ExitCode.NO_AGENT : wrong ? ExitCode.PROBLEM : ExitCode.FINE;
    }

    private List<Check> agent(Agent agent, Machine machine) {
        List<Check> checks = new ArrayList<>();
        try {
            Answer answer = agent.good("/healthz");
            reached = true;
            checks.add(Check.ok("agent", "reachable", "It answers at " + agent.address() + "."));
            ReadyJson ready = agent.read(agent.ask("/readyz").body(), READY::read);
            StatusJson status = agent.read(agent.get("/status"), STATUS::read);
            checks.addAll(AgentChecks.of(status, ready));
            checks.add(AgentChecks.clock(answer.date(), Instant.now()));
            if (machine.bootId().equals(status.bootId())) {
                checks.add(AgentChecks.rights(status.pid(), Machine.capabilitiesOf(status.pid())));
                checks.addAll(AgentChecks.state(machine, console.stateDir().toString()));
            }
        } catch (CommandException e) {
            if (e.exitCode() == ExitCode.NO_AGENT) reached = false;
            checks.add(AgentChecks.unreachable(e, agent.address()));
        }
        return checks;
    }

    private static void show(List<Check> checks, Agent agent, Terminal terminal) {
        terminal.line(terminal.paint(Style.BOLD, "Linnix Doctor"));
        String group = "";
        for (Check check : checks) {
            if (!check.group().equals(group)) {
                group = check.group();
                String title = group.equals("agent") ? "agent at " + agent.address() : "this machine";
                terminal.line(terminal.paint(Style.BOLD, title));
            }
            switch (check.state()) {
                case Check.OK -> terminal.field("✓ " + check.name(), check.finding(), Style.PLAIN);
                case Check.WARNING -> terminal.field("! " + check.name(), check.finding(), Style.WARN);
                default -> terminal.field("✗ " + check.name(), check.finding(), Style.BAD);
            }
            if (check.fix() != null) terminal.field("", "→ " + check.fix(), Style.PLAIN);
        }
        long problems = count(checks, Check.PROBLEM);
        long warnings = count(checks, Check.WARNING);
        String sum = (problems == 0 ? "nothing is wrong" : Amounts.count(problems, "problem"))
                + (warnings == 0 ? "" : ", " + Amounts.count(warnings, "warning"));
        terminal.line(terminal.paint(problems == 0 ? Style.GOOD : Style.BAD, sum));
    }

    private static long count(List<Check> checks, String state) {
        return checks.stream().filter(check -> check.state().equals(state)).count();
    }
}
