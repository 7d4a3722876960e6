package dev.linnix.cli.ask;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.cli.http.GraphJson;
import dev.linnix.cli.http.GraphJson.NodeJson;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code linnix graph PID}. */
@Command(
        name = "graph",
        description = "Shows a process among its ancestors, siblings and descendants; children of one parent that have "
                + "ended and had the same name are one line.")
public final class GraphCommand extends AgentCommand {
    private static final Json<GraphJson> GRAPH = Json.of(GraphJson.class);
    private static final int DEEPEST = 64;

    @Parameters(paramLabel = "PID", description = "The process.")
    private int pid;

    /**
     * What is drawn on one line.
     *
     * @param node a process
     * @param count how many there are of its name, itself included
     */
    private record Line(NodeJson node, int count) {
        String indented(int depth) {
            return "  ".repeat(1 + Math.min(DEEPEST, Math.max(0, depth)))
                    + (node.comm().isEmpty() ? "?" : Terminal.safe(node.comm()))
                    + (count == 1 ? " (" + node.pid() + ")" : " ×" + count)
                    + (ended(node) ? "  ended" : "");
        }
    }

    /** Creates the command. */
    public GraphCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        if (pid < 1) throw usage("PID: expected 1 or more, found " + pid);
        String body = agent.get("/graph/" + pid);
        GraphJson graph = agent.read(body, GRAPH::read);
        if (json()) printJson(body);
        else draw(graph, terminal);
        return ExitCode.FINE;
    }

    private static void draw(GraphJson graph, Terminal terminal) {
        List<NodeJson> ancestors = kin(graph, "ancestor", "virtual_root")
                .sorted(Comparator.comparingInt(NodeJson::level))
                .toList();
        if (!ancestors.isEmpty()) terminal.line(terminal.paint(Style.BOLD, "ancestors"));
        for (int i = 0; i < ancestors.size(); i++) terminal.line(indented(i, ancestors.get(i)));
        for (NodeJson self : kin(graph, "self").toList()) {
            terminal.line(terminal.paint(Style.GOOD, indented(ancestors.size(), self) + "  ◀"));
        }
        descend(graph, ancestors.size() + 1, terminal);
        List<Line> siblings = folded(kin(graph, "sibling").toList(), Set.of());
        if (!siblings.isEmpty()) terminal.line(terminal.paint(Style.BOLD, "siblings"));
        for (Line sibling : siblings) terminal.line(sibling.indented(0));
        if (graph.truncated()) terminal.line(terminal.paint(Style.DIM, "and more, which the agent left out"));
    }

    /** Draws what is below the process, each under its parent. */
    private static void descend(GraphJson graph, int depth, Terminal terminal) {
        Map<Integer, List<NodeJson>> below = kin(graph, "descendant")
                .collect(Collectors.groupingBy(NodeJson::ppid, LinkedHashMap::new, Collectors.toList()));
        ArrayDeque<Line> open = new ArrayDeque<>();
        push(open, below.remove(graph.root()), below.keySet());
        while (!open.isEmpty()) {
            Line line = open.pop();
            terminal.line(line.indented(depth + line.node().level() - 1));
            // Taken out, so that nothing is drawn twice.
            push(open, below.remove(line.node().pid()), below.keySet());
        }
    }

    private static void push(ArrayDeque<Line> open, @Nullable List<NodeJson> children, Set<Integer> parents) {
        if (children != null) folded(children, parents).reversed().forEach(open::push);
    }

    /**
     * {@return a line for each of these children of one parent, but one for all of a name that have ended}
     *
     * @param parents pids of those that have a line of their own, with their children below
     */
    private static List<Line> folded(List<NodeJson> children, Set<Integer> parents) {
        Map<Object, Line> lines = new LinkedHashMap<>();
        for (NodeJson child : children) {
            boolean alone = !ended(child) || parents.contains(child.pid());
            lines.merge(
                    alone ? child : child.comm(),
                    new Line(child, 1),
                    (line, _) -> new Line(line.node(), line.count() + 1));
        }
        return List.copyOf(lines.values());
    }

    private static boolean ended(NodeJson node) {
        return "exit".equals(node.eventType());
    }

    private static Stream<NodeJson> kin(GraphJson graph, String... relationships) {
        List<String> wanted = List.of(relationships);
        return graph.nodes().stream().filter(node -> wanted.contains(node.relationship()));
    }

    private static String indented(int depth, NodeJson node) {
        return new Line(node, 1).indented(depth);
    }
}
