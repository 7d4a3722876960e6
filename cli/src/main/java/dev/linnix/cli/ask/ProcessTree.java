package dev.linnix.cli.ask;

import dev.linnix.cli.http.ProcessJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Processes by current parent, with what each subtree uses. Immutable once made. */
final class ProcessTree {
    private static final Comparator<Node> LARGEST_FIRST = Comparator.comparingDouble(Node::cpuPct)
            .thenComparingLong(Node::rssBytes)
            .reversed()
            .thenComparingInt(node -> node.process.pid());

    private final List<Node> roots = new ArrayList<>();

    /** One process. */
    static final class Node {
        private final ProcessJson process;
        private final List<Node> children = new ArrayList<>();
        private double cpuPct;
        private long rssBytes;
        private int processes = 1;

        private Node(ProcessJson process) {
            this.process = process;
            cpuPct = process.cpuPct() == null ? 0 : process.cpuPct();
            rssBytes = process.rssBytes() == null ? 0 : process.rssBytes();
        }

        ProcessJson process() {
            return process;
        }

        /** {@return CPU of the subtree, percent of one core} */
        double cpuPct() {
            return cpuPct;
        }

        /** {@return memory of the subtree; what is shared counts more than once} */
        long rssBytes() {
            return rssBytes;
        }

        /** {@return how many are in the subtree, itself included} */
        int processes() {
            return processes;
        }
    }

    /**
     * What is drawn on one line.
     *
     * @param node a process
     * @param depth below its root, from 0
     * @param rails what leads to it
     */
    record Line(Node node, int depth, String rails) {}

    ProcessTree(List<ProcessJson> processes) {
        Map<Integer, Node> nodes = new HashMap<>();
        for (ProcessJson process : processes) nodes.putIfAbsent(process.pid(), new Node(process));
        List<Node> all = new ArrayList<>(nodes.values());
        all.sort(Comparator.comparingLong((Node node) -> node.process.startNs())
                .thenComparingInt(node -> node.process.pid()));
        for (Node node : all) {
            Node parent = nodes.get(node.process.ppid());
            // A parent is older than its child, so this makes no circles, whatever the table holds.
            if (parent != null && isOlder(parent.process, node.process)) parent.children.add(node);
            else roots.add(node);
        }
        for (Node node : all.reversed()) {
            for (Node child : node.children) {
                node.cpuPct += child.cpuPct;
                node.rssBytes += child.rssBytes;
                node.processes += child.processes;
            }
            node.children.sort(LARGEST_FIRST);
        }
        roots.sort(LARGEST_FIRST);
    }

    private static boolean isOlder(ProcessJson parent, ProcessJson child) {
        return parent.startNs() != child.startNs() ? parent.startNs() < child.startNs() : parent.pid() < child.pid();
    }

    /** {@return the roots, the largest first} */
    List<Node> roots() {
        return List.copyOf(roots);
    }

    /** {@return the lines of a subtree, no deeper than this} */
    static List<Line> lines(Node root, int deepest) {
        List<Line> lines = new ArrayList<>();
        ArrayDeque<Line> open = new ArrayDeque<>(List.of(new Line(root, 0, "")));
        while (!open.isEmpty()) {
            Line line = open.pop();
            lines.add(line);
            if (line.depth == deepest) continue;
            List<Node> children = line.node.children;
            String under = line.rails.replace('├', '│').replace("└─", "  ").replace('─', ' ');
            for (int i = children.size() - 1; i >= 0; i--) {
                String branch = i == children.size() - 1 ? "└─ " : "├─ ";
                open.push(new Line(children.get(i), line.depth + 1, under + branch));
            }
        }
        return lines;
    }

    /** {@return the node of a process; null when it is in no tree} */
    static @Nullable Node find(List<Node> roots, int pid) {
        ArrayDeque<Node> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.process.pid() == pid) return node;
            node.children.forEach(open::push);
        }
        return null;
    }
}
