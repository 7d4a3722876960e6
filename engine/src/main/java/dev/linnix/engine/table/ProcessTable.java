package dev.linnix.engine.table;

import dev.linnix.engine.state.StateIo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every process alive and those that ended lately, as a tree of births and an index by pid. Bounded: at most
 * {@link #CAPACITY} nodes of which at most {@link #TOMBSTONES} are dead and none is kept longer than
 * {@link #TOMBSTONE_NS} after its end, unless it is a zombie or pinned. What is forgotten is folded into its parent: its
 * counters are added there and its children move up, so sums over subtrees stay exact. Confined to the engine's thread.
 */
public final class ProcessTable {
    /** Most processes remembered, the dead included. */
    public static final int CAPACITY = 32_768;
    /** Most dead processes remembered. */
    public static final int TOMBSTONES = 8_192;
    /** Longest memory of a dead process, ns: the longest window of any rule. */
    public static final long TOMBSTONE_NS = SlidingCounter.BUCKETS * SlidingCounter.BUCKET_NS;

    static final int FOREST = Integer.MIN_VALUE;
    private static final int BUCKETS = 65_536;
    /** Part of the tombstones that is folded at once. */
    private static final int FOLDS = 128;

    private static final int FIRST_NODES = 1_024;
    private static final int MORE_NODES = 15_360;
    /** Up to this many, asking each node for its ancestors is cheaper than walking a subtree. */
    private static final int FEW = 256;

    private final @Nullable ProcessNode[] byPid = new @Nullable ProcessNode[BUCKETS];
    private final ProcessNode forest = new ProcessNode();
    private final ArrayDeque<ProcessNode> dead = new ArrayDeque<>();
    private final ArrayDeque<ProcessNode> free = new ArrayDeque<>();
    final ActiveNodes[] active = new ActiveNodes[Measures.SLOTS];
    private final ArrayList<ProcessNode> visited = new ArrayList<>();
    private final ArrayList<ProcessNode> ready = new ArrayList<>();
    private final int capacity;
    private final int tombstones;
    private boolean walking;
    private long startTolerance;
    private int size;
    private int alive;
    private long folded;
    private long refused;

    /** Creates an empty table of the stated bounds. */
    public ProcessTable() {
        this(CAPACITY, TOMBSTONES);
    }

    /** Creates an empty table of other bounds; {@code tombstones} is less than {@code capacity}. */
    ProcessTable(int capacity, int tombstones) {
        this.capacity = capacity;
        this.tombstones = tombstones;
        forest.pid = FOREST;
        make(Math.min(capacity, FIRST_NODES));
        for (int slot = 0; slot < active.length; slot++) active[slot] = new ActiveNodes(slot);
    }

    /** {@return the process with this pid that started last, alive or not; null when unknown} */
    public @Nullable ProcessNode find(int pid) {
        ProcessNode node = byPid[bucketOf(pid)];
        while (node != null && node.pid != pid) node = node.nextInBucket;
        return node;
    }

    /** {@return the process of this identity if it is the last one with its pid; else null} */
    public @Nullable ProcessNode find(int pid, long startNs) {
        ProcessNode node = find(pid);
        return node != null && began(node, startNs) ? node : null;
    }

    /** {@return whether a process is the one with its pid that began then} */
    boolean began(ProcessNode node, long startNs) {
        return Math.abs(node.startNs - startNs) <= startTolerance;
    }

    /** Says how far start times of the records that follow may be off, ns. */
    void startTolerance(long ns) {
        startTolerance = ns;
    }

    /** Enters a living process. Returns null, and counts, when every node is taken by a living one. */
    @Nullable
    ProcessNode enter(int pid, long startNs, @Nullable ProcessNode parent, long nowNs) {
        if (size >= capacity && !foldOldest()) {
            refused++;
            return null;
        }
        ProcessNode node = take();
        node.pid = pid;
        node.startNs = startNs;
        node.enteredNs = nowNs;
        link(node, parent == null ? forest : parent);
        ProcessNode previous = find(pid);
        if (previous != null) unindex(previous);
        index(node);
        size++;
        alive++;
        return node;
    }

    ProcessNode take() {
        if (free.isEmpty()) make(MORE_NODES);
        ProcessNode node = free.pop();
        node.reset();
        return node;
    }

    /**
     * Nodes that are handed out in a row lie in a row in memory. Processes begun together mostly end and are forgotten
     * together: under a storm the caches are then fed in sequence, which halves the time per event where they are cold.
     */
    private void make(int nodes) {
        for (int i = 0; i < nodes; i++) free.add(new ProcessNode());
    }

    /** Makes a process a child of another, unless that would close a circle. */
    void adopt(ProcessNode node, ProcessNode parent) {
        if (node.covers(parent)) return;
        unlink(node);
        link(node, parent);
    }

    /** Marks a process as ended. */
    void end(ProcessNode node, long exitNs) {
        node.exitNs = Math.max(exitNs, 1);
        alive--;
        queue(node);
        if (!walking) trim();
    }

    /** While the rows of a snapshot come, the dead are kept: a zombie must not be forgotten just before its row. */
    void walking(boolean now) {
        walking = now;
        if (!now) trim();
    }

    /** Folds some at once: nodes that lie in a row are read in a row, which caches like. */
    private void trim() {
        if (dead.size() <= tombstones) return;
        while (dead.size() > tombstones - tombstones / FOLDS && foldOldest()) {}
    }

    /** A process that had ended was reaped by its parent. */
    void reaped(ProcessNode node) {
        if (!node.queued) queue(node);
    }

    void queue(ProcessNode node) {
        node.queued = true;
        dead.add(node);
    }

    /** Forgets the dead whose time is over. */
    void expire(long nowNs) {
        for (int i = dead.size(); i > 0; i--) {
            ProcessNode node = dead.peek();
            if (node == null || nowNs - node.exitNs <= TOMBSTONE_NS) return;
            dead.remove();
            release(node);
        }
    }

    private boolean foldOldest() {
        for (int i = dead.size(); i > 0; i--) {
            if (release(dead.remove())) return true;
        }
        return false;
    }

    /** Takes a node from the queue for good: folds it, unless it is pinned or still a zombie. A zombie comes back when reaped. */
    private boolean release(ProcessNode node) {
        node.queued = false;
        if (node.zombie) return false;
        if (node.pins > 0) {
            queue(node);
            return false;
        }
        fold(node);
        return true;
    }

    private void fold(ProcessNode node) {
        ProcessNode heir = node.parent == null ? forest : node.parent;
        if (node.active != 0) bequeath(node, heir);
        for (ProcessNode child = node.firstChild; child != null; child = node.firstChild) {
            unlink(child);
            link(child, heir);
        }
        unlink(node);
        unindex(node);
        size--;
        folded++;
        free.push(node);
    }

    private void bequeath(ProcessNode node, ProcessNode heir) {
        for (int slot = 0; slot < Measures.SLOTS; slot++) {
            if (!node.isActive(slot)) continue;
            if (heir != forest) node.account().bequeath(slot, active[slot].add(heir));
            active[slot].remove(node);
        }
    }

    /** Adds to what a process caused itself. */
    void cause(ProcessNode node, int slot, long bucket, long amount) {
        active[slot].add(node).caused(slot).add(bucket, amount);
    }

    /** Adds an amount, spread evenly over a stretch of time, to what a process caused itself. */
    void causeOver(ProcessNode node, int slot, long fromNs, long toNs, long amount) {
        active[slot].add(node).caused(slot).spread(fromNs, toNs, amount);
    }

    /**
     * Counts one to what the process that forked this one caused; when that is forgotten, to what its nearest remembered
     * ancestor inherited.
     */
    void causeByParent(ProcessNode node, int slot, long bucket) {
        ProcessNode above = node.parent();
        if (above == null) return;
        if (above.pid == node.birthParentPid && above.startNs == node.birthParentStartNs) cause(above, slot, bucket, 1);
        else inherit(above, slot, bucket, 1);
    }

    /** Adds to what forgotten descendants of a process caused. */
    void inherit(ProcessNode node, int slot, long bucket, long amount) {
        active[slot].add(node).inherited(slot).add(bucket, amount);
    }

    private static void link(ProcessNode node, ProcessNode parent) {
        node.parent = parent;
        node.previousSibling = null;
        node.nextSibling = parent.firstChild;
        if (parent.firstChild != null) parent.firstChild.previousSibling = node;
        parent.firstChild = node;
    }

    private static void unlink(ProcessNode node) {
        ProcessNode parent = node.parent;
        if (node.previousSibling != null) {
            node.previousSibling.nextSibling = node.nextSibling;
        } else if (parent != null) {
            parent.firstChild = node.nextSibling;
        }
        if (node.nextSibling != null) node.nextSibling.previousSibling = node.previousSibling;
        node.parent = null;
        node.nextSibling = null;
        node.previousSibling = null;
    }

    void index(ProcessNode node) {
        int bucket = bucketOf(node.pid);
        node.nextInBucket = byPid[bucket];
        byPid[bucket] = node;
    }

    private void unindex(ProcessNode node) {
        int bucket = bucketOf(node.pid);
        ProcessNode previous = null;
        for (ProcessNode n = byPid[bucket]; n != null; previous = n, n = n.nextInBucket) {
            if (n != node) continue;
            if (previous == null) byPid[bucket] = n.nextInBucket;
            else previous.nextInBucket = n.nextInBucket;
            n.nextInBucket = null;
            return;
        }
    }

    /** Not scattered: the kernel gives pids in a row, so processes that begin and end together share cache lines. */
    private static int bucketOf(int pid) {
        return pid & (BUCKETS - 1);
    }

    /** Keeps a node from being forgotten until {@link #unpin}. */
    public void pin(ProcessNode node) {
        node.pins++;
    }

    /** Takes back one {@link #pin}. */
    public void unpin(ProcessNode node) {
        node.pins--;
    }

    /** Hands over every node, children before their parents. The visitor must not change the tree. */
    public void forEach(Consumer<ProcessNode> visitor) {
        for (ProcessNode node = deepest(forest); node != forest; node = next(node)) visitor.accept(node);
    }

    /**
     * Computes M and S of every node under a measure, and each node's heaviest child. Where the measure counts in a slot,
     * only the nodes active there and their ancestors are looked at; M and S of the others are 0.
     */
    public void aggregate(Measure measure) {
        for (ProcessNode node : visited) node.beginTotal();
        visited.clear();
        if (measure.slot() >= 0) {
            ActiveNodes nodes = active[measure.slot()];
            for (int i = 0; i < nodes.size(); i++) contribute(nodes.get(i), measure);
        } else {
            forEach(node -> contribute(node, measure));
        }
        addUp();
    }

    private void contribute(ProcessNode node, Measure measure) {
        double own = measure.own(node);
        double inherited = measure.inherited(node);
        if (own == 0 && inherited == 0) return;
        node.addOwn(own, inherited);
        for (ProcessNode n = node; n != null && n != forest && !n.visited; n = n.parent) {
            n.visited = true;
            visited.add(n);
            if (n.parent != null) n.parent.waitingFor++;
        }
    }

    /** Adds each visited node to its parent, once all its own visited children have been added to it. */
    private void addUp() {
        for (ProcessNode node : visited) {
            if (node.waitingFor == 0) ready.add(node);
        }
        while (!ready.isEmpty()) {
            ProcessNode node = ready.removeLast();
            ProcessNode parent = node.parent;
            if (parent == null || parent == forest) continue;
            parent.addChild(node);
            if (--parent.waitingFor == 0) ready.add(parent);
        }
        forest.waitingFor = 0;
    }

    private static ProcessNode deepest(ProcessNode top) {
        ProcessNode node = top;
        while (node.firstChild != null) node = node.firstChild;
        return node;
    }

    /** {@return the sum of a measure over a node and all its birth descendants} */
    public double sum(ProcessNode top, Measure measure) {
        double[] sum = new double[1];
        if (measure.slot() >= 0 && active[measure.slot()].size() <= FEW) {
            ActiveNodes nodes = active[measure.slot()];
            for (int i = 0; i < nodes.size(); i++) {
                ProcessNode node = nodes.get(i);
                if (top.covers(node)) sum[0] += measure.own(node) + measure.inherited(node);
            }
        } else {
            forSubtree(top, node -> sum[0] += measure.own(node) + measure.inherited(node));
        }
        return sum[0];
    }

    private ProcessNode next(ProcessNode node) {
        if (node.nextSibling != null) return deepest(node.nextSibling);
        return node.parent == null ? forest : node.parent;
    }

    /** Hands over a node and all its birth descendants, children before their parents. */
    public void forSubtree(ProcessNode top, Consumer<ProcessNode> visitor) {
        for (ProcessNode node = deepest(top); node != top; node = next(node)) visitor.accept(node);
        visitor.accept(top);
    }

    /** {@return first of the processes whose parent is not remembered; follow {@link ProcessNode#nextSibling}} */
    public @Nullable ProcessNode firstTop() {
        return forest.firstChild;
    }

    /** Clears the counters of all nodes in the slots of a bit set; what runs counts in them no more. */
    void clear(int slots) {
        forEach(node -> node.runs &= ~slots);
        for (int slot = 0; slot < Measures.SLOTS; slot++) {
            if ((slots >> slot & 1) == 0) continue;
            while (active[slot].size() > 0) active[slot].remove(active[slot].get(0));
        }
    }

    /** {@return whether no rows of a snapshot are under way} */
    boolean atRest() {
        return !walking;
    }

    /** {@return the dead, in the order in which they are forgotten} */
    List<ProcessNode> dead() {
        return List.copyOf(dead);
    }

    /** Writes the counts that nothing else tells, or reads them. */
    void counts(StateIo io) {
        folded = io.i64(folded);
        refused = io.i64(refused);
    }

    /** Puts a node that was read into the tree, before the other children of its parent. */
    void place(ProcessNode node, @Nullable ProcessNode parent) {
        link(node, parent == null ? forest : parent);
        size++;
        if (node.alive()) alive++;
    }

    /** {@return nodes, dead ones included} */
    public int size() {
        return size;
    }

    /** {@return living processes} */
    public int alive() {
        return alive;
    }

    /** {@return most nodes} */
    public int capacity() {
        return capacity;
    }

    /** {@return dead processes folded into their parent since start} */
    public long folded() {
        return folded;
    }

    /** {@return births not entered because every node was a living process, since start} */
    public long refused() {
        return refused;
    }
}
