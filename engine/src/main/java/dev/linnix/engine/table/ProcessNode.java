package dev.linnix.engine.table;

import dev.linnix.engine.KernelText;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.state.References;
import dev.linnix.engine.state.StateIo;
import org.jspecify.annotations.Nullable;

/**
 * One process, alive or remembered, in the tree of births. Nodes are recycled: only a pinned node may be kept across
 * records. What a process caused stays with it; when it is forgotten its sums go to its nearest remembered ancestor as
 * {@linkplain #inherited inherited}, so that the sum over any subtree stays exact. Confined to the engine's thread.
 */
public final class ProcessNode {
    private static final int COMM = 16;
    private static final LastEvent[] LAST_EVENTS = LastEvent.values();

    int pid;
    long startNs;
    int birthParentPid;
    long birthParentStartNs;
    int parentPid;
    long parentStartNs;
    boolean birthCounted;
    int uid;
    long cgroupId;
    int flags;
    long commLow;
    long commHigh;

    @Nullable
    Image image;

    boolean ownImage;
    LastEvent lastEvent = LastEvent.SNAPSHOT;
    long lastEventNs;
    long enteredNs;
    long execNs;
    long exitNs;
    int status;
    boolean exitInferred;
    long peakBytes;

    long cpuNs;
    long cpuTimeNs;
    boolean cpuKnown;

    private @Nullable Vitals vitals;
    private boolean sampled;

    @Nullable
    ProcessNode parent;

    @Nullable
    ProcessNode firstChild;

    @Nullable
    ProcessNode nextSibling;

    @Nullable
    ProcessNode previousSibling;

    @Nullable
    ProcessNode nextInBucket;

    int pins;
    /** Whether it stands in the queue of the dead. */
    boolean queued;

    /** Whether the last snapshot showed it ended and not reaped. */
    boolean zombie;

    /** Bit set of the slots that count what it runs at present, see {@link Runs}. */
    int runs;

    private @Nullable Account account;
    /** Bit set of the slots in which the account holds anything. */
    int active;

    /** Scratch of the last aggregation. */
    boolean visited;

    int waitingFor;
    private double own;
    private double total;
    private @Nullable ProcessNode heaviest;

    ProcessNode() {}

    /** What was last heard of a process. */
    public enum LastEvent {
        /** It was created. */
        FORK,
        /** It replaced its image. */
        EXEC,
        /** It ended. */
        EXIT,
        /** It was seen in a snapshot. */
        SNAPSHOT
    }

    void reset() {
        pid = 0;
        startNs = 0;
        birthParentPid = 0;
        birthParentStartNs = 0;
        parentPid = 0;
        parentStartNs = 0;
        birthCounted = false;
        uid = 0;
        cgroupId = 0;
        flags = 0;
        commLow = 0;
        commHigh = 0;
        image = null;
        ownImage = false;
        lastEvent = LastEvent.SNAPSHOT;
        lastEventNs = 0;
        enteredNs = 0;
        execNs = 0;
        exitNs = 0;
        status = 0;
        exitInferred = false;
        peakBytes = 0;
        cpuNs = 0;
        cpuTimeNs = 0;
        cpuKnown = false;
        sampled = false;
        parent = null;
        firstChild = null;
        nextSibling = null;
        previousSibling = null;
        nextInBucket = null;
        pins = 0;
        queued = false;
        zombie = false;
        runs = 0;
        beginTotal();
    }

    /** Writes or reads what is its own; not its place in the table, and not what it caused. */
    void state(StateIo io, References<Image> images) {
        pid = io.i32(pid);
        startNs = io.i64(startNs);
        birthParentPid = io.i32(birthParentPid);
        birthParentStartNs = io.i64(birthParentStartNs);
        parentPid = io.i32(parentPid);
        parentStartNs = io.i64(parentStartNs);
        birthCounted = io.flag(birthCounted);
        uid = io.i32(uid);
        cgroupId = io.i64(cgroupId);
        flags = io.i32(flags);
        commLow = io.word(commLow);
        commHigh = io.word(commHigh);
        image = images.optional(io, image);
        ownImage = io.flag(ownImage);
        lastEvent = io.constant(lastEvent, LAST_EVENTS);
        lastEventNs = io.i64(lastEventNs);
        enteredNs = io.i64(enteredNs);
        execNs = io.i64(execNs);
        exitNs = io.i64(exitNs);
        status = io.i32(status);
        exitInferred = io.flag(exitInferred);
        peakBytes = io.i64(peakBytes);
        cpuNs = io.i64(cpuNs);
        cpuTimeNs = io.i64(cpuTimeNs);
        cpuKnown = io.flag(cpuKnown);
        zombie = io.flag(zombie);
        runs = io.i32(runs);
        if (io.flag(sampled)) sample().state(io);
    }

    Account account() {
        Account present = account;
        if (present == null) {
            present = new Account();
            account = present;
        }
        return present;
    }

    boolean isActive(int slot) {
        return (active >> slot & 1) != 0;
    }

    /** {@return pid in the initial PID namespace} */
    public int pid() {
        return pid;
    }

    /** {@return start, CLOCK_BOOTTIME, ns; with the pid the identity} */
    public long startNs() {
        return startNs;
    }

    /** {@return pid of the process that called fork, or of the parent first seen; 0 when unknown} */
    public int birthParentPid() {
        return birthParentPid;
    }

    /** {@return start of the birth parent, ns; 0 when unknown} */
    public long birthParentStartNs() {
        return birthParentStartNs;
    }

    /** {@return pid of the current parent, 0 for none} */
    public int parentPid() {
        return parentPid;
    }

    /** {@return start of the current parent, ns; 0 when unknown} */
    public long parentStartNs() {
        return parentStartNs;
    }

    /** {@return real user id} */
    public int uid() {
        return uid;
    }

    /** {@return id of its cgroup in the unified hierarchy} */
    public long cgroupId() {
        return cgroupId;
    }

    /** {@return whether a flag of {@link RecordFlags} is set} */
    public boolean is(int flag) {
        return (flags & flag) != 0;
    }

    /** {@return command name, escaped} */
    public String commText() {
        byte[] comm = new byte[COMM];
        for (int i = 0; i < COMM; i++) comm[i] = (byte) ((i < 8 ? commLow : commHigh) >>> ((i & 7) << 3));
        return KernelText.escape(comm);
    }

    /** {@return what it runs; null when unknown} */
    public @Nullable Image image() {
        return image;
    }

    /** {@return whether it began to run its image itself; a forked child that has not called exec did not} */
    public boolean ownImage() {
        return ownImage;
    }

    /** {@return what was last heard of it} */
    public LastEvent lastEvent() {
        return lastEvent;
    }

    /** {@return when it last called exec, ns; 0 when not seen} */
    public long execNs() {
        return execNs;
    }

    /** {@return whether it has not ended} */
    public boolean alive() {
        return exitNs == 0;
    }

    /** {@return when it ended, ns; 0 while it lives} */
    public long exitNs() {
        return exitNs;
    }

    /** {@return whether the last snapshot showed it ended and not reaped by its current parent} */
    public boolean zombie() {
        return zombie;
    }

    /** {@return exit status as wait(2) reports it} */
    public int status() {
        return status;
    }

    /** {@return whether its end was inferred from its absence in a snapshot} */
    public boolean exitInferred() {
        return exitInferred;
    }

    /** {@return peak resident set in bytes, known at exit; 0 when unknown} */
    public long peakBytes() {
        return peakBytes;
    }

    /** {@return what snapshots say of it; without samples when none has shown it} */
    public Vitals vitals() {
        Vitals present = vitals;
        return !sampled || present == null ? Vitals.UNKNOWN : present;
    }

    /** {@return what snapshots say of it, to be changed by one that shows it} */
    Vitals sample() {
        Vitals present = vitals;
        if (present == null) {
            present = new Vitals();
            vitals = present;
        } else if (!sampled) {
            present.reset();
        }
        sampled = true;
        return present;
    }

    /** {@return CPU time of the whole thread group so far, ns} */
    public long cpuNs() {
        return cpuNs;
    }

    /** {@return nearest remembered birth ancestor; null for a top-level process} */
    public @Nullable ProcessNode parent() {
        ProcessNode above = parent;
        return above == null || above.isForest() ? null : above;
    }

    /** {@return first of its remembered birth children, null for none} */
    public @Nullable ProcessNode firstChild() {
        return firstChild;
    }

    /** {@return next child of the same parent, null at the end} */
    public @Nullable ProcessNode nextSibling() {
        return nextSibling;
    }

    boolean isForest() {
        return pid == ProcessTable.FOREST;
    }

    /** {@return whether this is the other one or a remembered birth ancestor of it} */
    public boolean covers(ProcessNode other) {
        for (ProcessNode node = other; node != null; node = node.parent) {
            if (node == this) return true;
        }
        return false;
    }

    /** {@return identity for the outside} */
    public ProcessRef ref() {
        return new ProcessRef(pid, startNs, commText());
    }

    /** {@return whether it caused or inherited anything in a slot of {@link Measures} that is remembered} */
    public boolean counts(int slot) {
        return account != null && isActive(slot);
    }

    /** {@return what it caused itself between two buckets, both included} */
    public long caused(int slot, long from, long to) {
        return account == null || !isActive(slot) ? 0 : account.caused(slot, from, to);
    }

    /** {@return what forgotten descendants of it caused between two buckets, both included} */
    public long inherited(int slot, long from, long to) {
        return account == null || !isActive(slot) ? 0 : account.inherited(slot, from, to);
    }

    /** {@return M: what it caused itself, by the last {@link ProcessTable#aggregate}} */
    public double own() {
        return own;
    }

    /** {@return S: the sum of M over it and its birth descendants, by the last {@link ProcessTable#aggregate}} */
    public double total() {
        return total;
    }

    /** {@return the child with the largest S (then the earliest start, then the lowest pid), null without children} */
    public @Nullable ProcessNode heaviest() {
        return heaviest;
    }

    void beginTotal() {
        visited = false;
        waitingFor = 0;
        own = 0;
        total = 0;
        heaviest = null;
    }

    void addOwn(double caused, double inheritedAmount) {
        own = caused;
        total += caused + inheritedAmount;
    }

    void addChild(ProcessNode child) {
        total += child.total;
        if (heaviest == null || heavier(child, heaviest)) heaviest = child;
    }

    /** {@return whether a comes before b: larger S, then earlier start, then lower pid} */
    public static boolean heavier(ProcessNode a, ProcessNode b) {
        if (a.total != b.total) return a.total > b.total;
        if (a.startNs != b.startNs) return a.startNs < b.startNs;
        return a.pid < b.pid;
    }

    @Override
    public String toString() {
        return commText() + "[" + pid + "]";
    }
}
