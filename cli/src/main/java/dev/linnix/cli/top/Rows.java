package dev.linnix.cli.top;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the tree of processes, the largest subtree first; but the path to the culprit comes before everything else.
 *
 * @param all every line, the path first
 * @param pathLength how many of the lines are the path, the culprit included
 */
record Rows(List<Row> all, int pathLength) {
    /** Depth from which lines are indented no further. */
    private static final int DEEPEST = 16;

    /**
     * One line.
     *
     * @param node the process
     * @param indent what draws the tree
     * @param onPath whether it is the culprit or an ancestor of it
     * @param culprit whether it is the culprit
     */
    record Row(ProcessTree.Node node, String indent, boolean onPath, boolean culprit) {}

    private record Open(ProcessTree.Node node, String indent, String below, int depth) {}

    /**
     * Lists the tree.
     *
     * @param culprit null for none
     * @param filter keeps what has it in name, executable or arguments, and the ancestors of that; empty keeps all
     */
    static Rows of(ProcessTree tree, Resource resource, @Nullable ProcessKey culprit, String filter) {
        List<ProcessTree.Node> path = ProcessTree.path(tree.find(culprit));
        Set<ProcessTree.Node> onPath = new HashSet<>(path);
        Set<ProcessTree.Node> kept = filter.isEmpty() ? Set.of() : matching(tree, filter, onPath);
        Comparator<ProcessTree.Node> order = Comparator.comparing((ProcessTree.Node node) -> !onPath.contains(node))
                .thenComparing(ProcessTree.largestFirst(resource));
        List<Row> rows = new ArrayList<>();
        Deque<Open> open = new ArrayDeque<>();
        push(open, sorted(tree.roots(), order, kept, filter), "", 0);
        // No recursion: a chain of processes can be thousands long.
        while (!open.isEmpty()) {
            Open next = open.pop();
            boolean last = !path.isEmpty() && next.node == path.getLast();
            rows.add(new Row(next.node, next.indent, onPath.contains(next.node), last));
            push(open, sorted(next.node.children(), order, kept, filter), next.below, next.depth + 1);
        }
        return new Rows(rows, path.size());
    }

    private static List<ProcessTree.Node> sorted(
            List<ProcessTree.Node> nodes,
            Comparator<ProcessTree.Node> order,
            Set<ProcessTree.Node> kept,
            String filter) {
        return nodes.stream()
                .filter(node -> filter.isEmpty() || kept.contains(node))
                .sorted(order)
                .toList();
    }

    private static void push(Deque<Open> open, List<ProcessTree.Node> nodes, String indent, int depth) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            boolean last = i == nodes.size() - 1;
            if (depth == 0) open.push(new Open(nodes.get(i), "", "", 0));
            else if (depth > DEEPEST) open.push(new Open(nodes.get(i), indent, indent, depth));
            else open.push(new Open(nodes.get(i), indent + (last ? "└ " : "├ "), indent + (last ? "  " : "│ "), depth));
        }
    }

    private static Set<ProcessTree.Node> matching(ProcessTree tree, String filter, Set<ProcessTree.Node> onPath) {
        Set<ProcessTree.Node> kept = new HashSet<>(onPath);
        String wanted = filter.toLowerCase(Locale.ROOT);
        for (ProcessTree.Node node : tree.nodes()) {
            if (!matches(node.process(), wanted)) continue;
            for (ProcessTree.Node up = node; up != null && kept.add(up); up = up.parent()) {
                // Its ancestors stay with it.
            }
        }
        return kept;
    }

    private static boolean matches(Answers.Proc process, String wanted) {
        return has(process.comm(), wanted)
                || has(process.executable(), wanted)
                || process.args().stream().anyMatch(arg -> has(arg, wanted));
    }

    private static boolean has(@Nullable String text, String wanted) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
