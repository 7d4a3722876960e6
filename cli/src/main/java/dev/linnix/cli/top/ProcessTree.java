package dev.linnix.cli.top;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one sample as a forest by birth parent, or current parent where that has ended, with the sums over each
 * subtree. The path to a culprit that has ended is put in from what the alert says of it. Immutable once built.
 */
final class ProcessTree {
    private final List<Node> nodes;
    private final List<Node> roots;

    private ProcessTree(List<Node> nodes, List<Node> roots) {
        this.nodes = nodes;
        this.roots = roots;
    }

    /** One process. */
    static final class Node {
        private final Answers.Proc process;
        private final ProcessKey key;
        private final boolean gone;
        private final double[] own = new double[Resource.values().length];
        private final double[] sum = new double[Resource.values().length];
        private final List<Node> children = new ArrayList<>();
        private @Nullable Node parent;

        private Node(Answers.Proc process, boolean gone) {
            this.process = process;
            this.key = new ProcessKey(process.pid(), process.startNs());
            this.gone = gone;
            Arrays.fill(sum, Double.NaN);
            Double cpu = process.cpuPct();
            Integer fds = process.fds();
            own[Resource.CPU.ordinal()] = cpu == null ? Double.NaN : cpu;
            own[Resource.MEMORY.ordinal()] = privateBytes(process);
            own[Resource.FORKS.ordinal()] = Double.NaN;
            own[Resource.FDS.ordinal()] = fds == null ? Double.NaN : fds;
        }

        private static double privateBytes(Answers.Proc process) {
            Long anon = process.anonBytes();
            Long swap = process.swapBytes();
            return anon == null ? Double.NaN : anon + (swap == null ? 0 : swap);
        }

        Answers.Proc process() {
            return process;
        }

        ProcessKey key() {
            return key;
        }

        /** {@return whether it has ended and is shown for the sake of the path} */
        boolean gone() {
            return gone;
        }

        List<Node> children() {
            return children;
        }

        @Nullable
        Node parent() {
            return parent;
        }

        /** {@return what it uses itself; NaN when not known} */
        double own(Resource resource) {
            return own[resource.ordinal()];
        }

        private void add(Resource resource, double amount) {
            if (Double.isNaN(amount)) return;
            double before = sum(resource);
            sum[resource.ordinal()] = Double.isNaN(before) ? amount : before + amount;
        }

        /** {@return what it and its descendants use, as far as it is known; NaN when it is of none} */
        double sum(Resource resource) {
            return sum[resource.ordinal()];
        }

        private boolean startedBefore(Node other) {
            if (process.startNs() != other.process.startNs()) return process.startNs() < other.process.startNs();
            return process.pid() < other.process.pid();
        }
    }

    /**
     * Builds the forest.
     *
     * @param processes of the sample
     * @param paths each from the oldest ancestor to a culprit; who is not among the processes is put in
     */
    static ProcessTree of(List<Answers.Proc> processes, List<List<Answers.Ref>> paths) {
        Map<Integer, Node> byPid = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (Answers.Proc process : processes) {
            Node node = new Node(process, false);
            nodes.add(node);
            byPid.put(process.pid(), node);
        }
        Map<Node, Node> forced = putIn(paths, nodes);
        // Oldest first, so that a parent comes before its children and no two processes can be each other's ancestors.
        nodes.sort((a, b) -> a == b ? 0 : a.startedBefore(b) ? -1 : 1);
        List<Node> roots = new ArrayList<>();
        for (Node node : nodes) {
            Node parent = forced.containsKey(node) ? forced.get(node) : parent(node, byPid);
            if (parent == null || !parent.startedBefore(node)) {
                roots.add(node);
            } else {
                node.parent = parent;
                parent.children.add(node);
            }
        }
        for (Node node : nodes.reversed()) addUp(node);
        return new ProcessTree(List.copyOf(nodes), List.copyOf(roots));
    }

    private static Map<Node, Node> putIn(List<List<Answers.Ref>> paths, List<Node> nodes) {
        Map<ProcessKey, Node> known = new HashMap<>();
        for (Node node : nodes) known.put(node.key, node);
        Map<Node, Node> forced = new HashMap<>();
        for (List<Answers.Ref> path : paths) {
            Node above = null;
            for (Answers.Ref ref : path) {
                int parent = above == null ? 0 : above.process.pid();
                Node node = known.computeIfAbsent(new ProcessKey(ref.pid(), ref.startNs()), _ -> {
                    Node ended = new Node(ended(ref, parent), true);
                    nodes.add(ended);
                    return ended;
                });
                if (above != null && (node.gone || above.gone)) forced.put(node, above);
                above = node;
            }
        }
        return forced;
    }

    private static Answers.Proc ended(Answers.Ref ref, int parent) {
        return new Answers.Proc(
                ref.pid(),
                ref.startNs(),
                parent,
                parent,
                0,
                ref.comm(),
                "exited",
                null,
                List.of(),
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static @Nullable Node parent(Node node, Map<Integer, Node> byPid) {
        Integer birth = node.process.birthPpid();
        Node parent = birth == null ? null : byPid.get(birth);
        if (parent != null && parent.startedBefore(node)) return parent;
        return byPid.get(node.process.ppid());
    }

    /** Children are complete before their parent, so one step up for each node makes the sums. */
    private static void addUp(Node node) {
        for (Resource resource : Resource.values()) node.add(resource, node.own(resource));
        Double cpu = node.process.subtreeCpuPct();
        Double forks = node.process.subtreeForksPerSec();
        // The agent counts what ended in between too, so what it says of a subtree is more than the sum of the living.
        if (cpu != null && !(node.sum(Resource.CPU) > cpu)) node.sum[Resource.CPU.ordinal()] = cpu;
        if (forks != null) node.sum[Resource.FORKS.ordinal()] = forks;
        else if (!node.gone) node.sum[Resource.FORKS.ordinal()] = Double.NaN;
        Node parent = node.parent;
        if (parent == null) return;
        for (Resource resource : Resource.values()) parent.add(resource, node.sum(resource));
    }

    /** {@return all, the oldest first} */
    List<Node> nodes() {
        return nodes;
    }

    /** {@return those without a parent, the oldest first} */
    List<Node> roots() {
        return roots;
    }

    @Nullable
    Node find(@Nullable ProcessKey key) {
        if (key == null) return null;
        return nodes.stream().filter(node -> node.key.equals(key)).findFirst().orElse(null);
    }

    /** {@return the node and its ancestors, the oldest first; empty for null} */
    static List<Node> path(@Nullable Node node) {
        List<Node> path = new ArrayList<>();
        for (Node up = node; up != null; up = up.parent) path.addFirst(up);
        return path;
    }

    /** {@return largest sum first; what is not known last; then the oldest first} */
    static Comparator<Node> largestFirst(Resource resource) {
        return Comparator.comparingDouble((Node node) -> {
                    double sum = node.sum(resource);
                    return Double.isNaN(sum) ? 1 : -sum;
                })
                .thenComparingLong(node -> node.process.startNs())
                .thenComparingInt(node -> node.process.pid());
    }
}
