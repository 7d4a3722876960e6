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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code linnix graph PID}. */
@Command(name = "graph", description = "Shows a process among its ancestors, siblings and descendants.")
public final class GraphCommand extends AgentCommand {
    private static final Json<GraphJson> GRAPH = Json.of(GraphJson.class);
    private static final int DEEPEST = 64;

    @Parameters(paramLabel = "PID", description = "The process.")
    private int pid;

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
        List<NodeJson> siblings = kin(graph, "sibling").toList();
        if (!siblings.isEmpty()) terminal.line(terminal.paint(Style.BOLD, "siblings"));
        for (NodeJson sibling : siblings) terminal.line(indented(0, sibling));
        if (graph.truncated()) terminal.line(terminal.paint(Style.DIM, "and more, which the agent left out"));
    }

    /** Draws what is below the process, each under its parent. */
    private static void descend(GraphJson graph, int depth, Terminal terminal) {
        Map<Integer, List<NodeJson>> below = kin(graph, "descendant")
                .collect(Collectors.groupingBy(NodeJson::ppid, LinkedHashMap::new, Collectors.toList()));
        ArrayDeque<NodeJson> open = new ArrayDeque<>();
        push(open, below.remove(graph.root()));
        while (!open.isEmpty()) {
            NodeJson node = open.pop();
            terminal.line(indented(depth + node.level() - 1, node));
            push(open, below.remove(node.pid())); // taken out, so that nothing is drawn twice
        }
    }

    private static void push(ArrayDeque<NodeJson> open, @Nullable List<NodeJson> children) {
        if (children != null) children.reversed().forEach(open::push);
    }

    private static Stream<NodeJson> kin(GraphJson graph, String... relationships) {
        List<String> wanted = List.of(relationships);
        return graph.nodes().stream().filter(node -> wanted.contains(node.relationship()));
    }

    private static String indented(int depth, NodeJson node) {
        return "  ".repeat(1 + Math.min(DEEPEST, Math.max(0, depth)))
                + (node.comm().isEmpty() ? "?" : Terminal.safe(node.comm())) + " (" + node.pid() + ")"
                + ("exit".equals(node.eventType()) ? "  ended" : "");
    }
}
