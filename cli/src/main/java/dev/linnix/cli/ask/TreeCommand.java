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
import dev.linnix.cli.http.ProcessJson;
import io.avaje.jsonb.Json.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code linnix tree}. */
@Command(
        name = "tree",
        description = "Draws the live processes as a tree, with CPU and memory of each subtree; "
                + "the largest subtree first.")
public final class TreeCommand extends AgentCommand {
    private static final Json<ProcessJson> PROCESS = Json.of(ProcessJson.class);
    private static final Json<LineJson> LINE = Json.of(LineJson.class);
    private static final int DEEPEST = 64;

    @Option(names = "--pid", paramLabel = "PID", description = "Only the tree of this process.")
    private @Nullable Integer pid;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "Draw no deeper than this; what is deeper still counts (default: 64).")
    private int depth = DEEPEST;

    @Option(names = "--all", description = "Kernel threads too.")
    private boolean all;

    /**
     * A process of the tree, as {@code --json} prints it.
     *
     * @param pid of the process
     * @param ppid its parent
     * @param depth below its root
     * @param comm its name
     * @param command what it runs
     * @param cpuPct its own, percent of one core
     * @param rssBytes its own
     * @param subtreeCpuPct of it and all below
     * @param subtreeRssBytes of it and all below
     * @param subtreeProcesses it and all below
     */
    @io.avaje.jsonb.Json(naming = Naming.LowerUnderscore)
    record LineJson(
            int pid,
            int ppid,
            int depth,
            String comm,
            String command,
            @Nullable Double cpuPct,
            @Nullable Long rssBytes,
            double subtreeCpuPct,
            long subtreeRssBytes,
            int subtreeProcesses) {}

    /** Creates the command. */
    public TreeCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        if (depth < 0 || depth > DEEPEST) throw usage("--depth: expected 0 to " + DEEPEST + ", found " + depth);
        List<ProcessJson> processes = agent.read(agent.get("/processes"), PROCESS::readList);
        List<ProcessTree.Node> roots = new ProcessTree(processes.stream()
                        .filter(process -> all || !process.kernelThread() || wanted(process))
                        .toList())
                .roots();
        if (pid != null) {
            ProcessTree.Node node = ProcessTree.find(roots, pid);
            if (node == null) throw new CommandException(ExitCode.PROBLEM, "no process " + pid + " is alive");
            roots = List.of(node);
        }
        List<ProcessTree.Line> lines = new ArrayList<>();
        for (ProcessTree.Node root : roots) lines.addAll(ProcessTree.lines(root, depth));
        if (json())
            printJson(
                    "[" + String.join(",", lines.stream().map(TreeCommand::json).toList()) + "]");
        else draw(lines, terminal);
        return ExitCode.FINE;
    }

    private boolean wanted(ProcessJson process) {
        return pid != null && process.pid() == pid;
    }

    private static String json(ProcessTree.Line line) {
        ProcessTree.Node node = line.node();
        ProcessJson process = node.process();
        return LINE.write(new LineJson(
                process.pid(),
                process.ppid(),
                line.depth(),
                process.comm(),
                process.command(),
                process.cpuPct(),
                process.rssBytes(),
                node.cpuPct(),
                node.rssBytes(),
                node.processes()));
    }

    private void draw(List<ProcessTree.Line> lines, Terminal terminal) {
        terminal.line(terminal.paint(Style.BOLD, "  CPU%       MEMORY  PROCS  PROCESS"));
        int columns = console.terminal() ? Terminal.columns() : Integer.MAX_VALUE;
        for (ProcessTree.Line line : lines) {
            ProcessTree.Node node = line.node();
            String text = String.format(
                    Locale.ROOT,
                    "%6.1f  %11s  %5d  %s%s (%d)",
                    node.cpuPct(),
                    Amounts.bytes(node.rssBytes()),
                    node.processes(),
                    line.rails(),
                    Terminal.safe(node.process().name()),
                    node.process().pid());
            terminal.line(text.length() <= columns ? text : text.substring(0, columns - 1) + "…");
        }
    }
}
