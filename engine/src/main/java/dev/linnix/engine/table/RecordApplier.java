package dev.linnix.engine.table;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.ProcessNode.LastEvent;
import org.jspecify.annotations.Nullable;

/** Applies life-cycle records to the state of the host. Confined to the engine's thread. */
public final class RecordApplier {
    /** A tenth of a core for a second. */
    private static final long LITTLE_CPU_NS = 100_000_000L;

    private final HostState host;
    private final ProcessTable table;
    private final ImageCache images = new ImageCache();
    private long repairedBirths;
    private long inferredExits;
    private long duplicateExits;

    /** Creates an applier for a host. */
    public RecordApplier(HostState host) {
        this.host = host;
        this.table = host.table();
    }

    /** A process was created. */
    public void fork(ForkRecord fork, long nowNs) {
        count(nowNs);
        ProcessNode parent = fork.parentPid() == 0 ? null : known(fork.parentPid(), fork.parentStartNs(), nowNs);
        host.totals[Measures.BIRTHS].add(host.nowBucket, 1);
        ProcessNode latest = table.find(fork.pid());
        ProcessNode present = latest != null && table.began(latest, fork.startNs()) ? latest : null;
        if (parent != null && (present == null || !present.birthCounted)) {
            table.cause(parent, Measures.BIRTHS, host.nowBucket, 1);
        }
        if (present != null) return;
        ProcessNode child = begin(fork.pid(), fork.startNs(), parent, latest, nowNs);
        if (child == null) return;
        child.birthParentPid = fork.parentPid();
        child.birthParentStartNs = fork.parentStartNs();
        child.parentPid = fork.parentPid();
        child.parentStartNs = fork.parentStartNs();
        child.birthCounted = true;
        child.uid = fork.uid();
        child.cgroupId = fork.cgroupId();
        child.flags = fork.flags();
        name(child, fork.commLow(), fork.commHigh());
        child.image = parent == null ? null : parent.image;
        bornWatched(child, fork.startNs());
        heard(child, LastEvent.FORK, nowNs);
    }

    /** A process replaced its image. */
    public void exec(ExecRecord exec, long nowNs) {
        count(nowNs);
        ProcessNode node = known(exec.pid(), exec.startNs(), nowNs);
        if (node == null) return;
        place(node, exec.parentPid(), exec.parentStartNs(), nowNs);
        boolean again = node.ownImage;
        host.runs().end(node, nowNs);
        node.uid = exec.uid();
        node.cgroupId = exec.cgroupId();
        node.flags = exec.flags();
        name(node, exec.commLow(), exec.commHigh());
        node.image = images.intern(exec.image());
        node.ownImage = true;
        node.execNs = nowNs;
        host.runs().begin(node, again, nowNs);
        heard(node, LastEvent.EXEC, nowNs);
    }

    /** The last thread of a process ended. The second of two threads that end together may say so again. */
    public void exit(ExitRecord exit, long nowNs) {
        count(nowNs);
        ProcessNode node = known(exit.pid(), exit.startNs(), nowNs);
        if (node == null) return;
        if (!node.alive()) {
            duplicateExits++;
            node.status = exit.status();
            return;
        }
        place(node, exit.parentPid(), exit.parentStartNs(), nowNs);
        node.uid = exit.uid();
        node.status = exit.status();
        node.peakBytes = exit.peakBytes();
        name(node, exit.commLow(), exit.commHigh());
        consumeAtExit(node, exit.cpuNs(), nowNs);
        countShortJob(node, nowNs);
        host.runs().end(node, nowNs);
        heard(node, LastEvent.EXIT, nowNs);
        table.end(node, nowNs);
    }

    /** What runs in a process that was there before. */
    public void image(ImageRecord record) {
        ProcessNode node = table.find(record.pid(), record.startNs());
        if (node == null || node.execNs != 0 || node.image != null) return;
        ImageFlyweight image = record.image();
        if (image.pathLength() == 0 && image.argsLength() == 0) return;
        Image own = images.intern(image);
        node.image = own;
        ProcessNode parent = node.parent();
        Image inherited = parent == null ? null : parent.image;
        node.ownImage = inherited == null || !own.equalWhenStored(inherited);
    }

    private void countShortJob(ProcessNode node, long nowNs) {
        if (node.execNs == 0) return;
        int slots = host.measures.slotsFor(nowNs - node.execNs);
        if (slots == 0) return;
        long bucket = host.nowBucket;
        for (int slot = 0; slot < Measures.SLOTS; slot++) {
            if ((slots >> slot & 1) == 0) continue;
            host.totals[slot].add(bucket, 1);
            table.causeByParent(node, slot, bucket);
        }
    }

    /** Takes note of the CPU time a process has used so far and puts what is new into the buckets since it was last read. */
    void consume(ProcessNode node, long cpuNs, long timeNs) {
        if (node.cpuKnown && cpuNs > node.cpuNs) {
            long us = cpuNs / 1000 - node.cpuNs / 1000;
            table.causeOver(node, Measures.CPU_US, node.cpuTimeNs, timeNs, us);
            host.totals[Measures.CPU_US].spread(node.cpuTimeNs, timeNs, us);
        }
        node.cpuNs = Math.max(node.cpuNs, cpuNs);
        node.cpuTimeNs = Math.max(node.cpuTimeNs, timeNs);
        node.cpuKnown = true;
    }

    /**
     * Like {@link #consume}. What a process without children used is put down to its parent at once, and to the present
     * moment, when it is too little to make anyone an offender: in a storm that spares each of thousands of processes an
     * account of its own.
     */
    private void consumeAtExit(ProcessNode node, long cpuNs, long nowNs) {
        ProcessNode above = node.parent();
        long used = cpuNs - node.cpuNs;
        boolean little = node.cpuKnown && used < LITTLE_CPU_NS && node.active == 0 && node.firstChild() == null;
        if (!little || above == null || used <= 0) {
            consume(node, cpuNs, nowNs);
            return;
        }
        long us = cpuNs / 1000 - node.cpuNs / 1000;
        table.inherit(above, Measures.CPU_US, host.nowBucket, us);
        host.totals[Measures.CPU_US].add(host.nowBucket, us);
        node.cpuNs = cpuNs;
        node.cpuTimeNs = nowNs;
    }

    /** The process was created while it was watched: all its CPU time counts, from its start on. */
    static void bornWatched(ProcessNode node, long startNs) {
        node.cpuKnown = true;
        node.cpuNs = 0;
        node.cpuTimeNs = startNs;
    }

    /**
     * {@return the process, entered as a birth that was missed when it is not known; null when the table is full, and when
     * a process that started later has the pid: then this one is over}
     */
    @Nullable
    ProcessNode known(int pid, long startNs, long nowNs) {
        ProcessNode node = table.find(pid, startNs);
        if (node != null) return node;
        ProcessNode latest = table.find(pid);
        if (latest != null && latest.startNs > startNs) return null;
        node = begin(pid, startNs, null, latest, nowNs);
        if (node != null && startNs >= host.lifecycleSinceNs && host.lifecycleSinceNs > 0) {
            repairedBirths++;
            bornWatched(node, startNs);
        }
        return node;
    }

    /** Enters a process; {@code previous} is the last one with its pid. */
    private @Nullable ProcessNode begin(
            int pid, long startNs, @Nullable ProcessNode parent, @Nullable ProcessNode previous, long nowNs) {
        if (previous != null && previous.alive()) infer(previous, nowNs);
        return table.enter(pid, startNs, parent, nowNs);
    }

    /** Ends a process whose exit was missed. */
    void infer(ProcessNode node, long nowNs) {
        inferredExits++;
        node.exitInferred = true;
        host.runs().end(node, nowNs);
        heard(node, LastEvent.EXIT, nowNs);
        table.end(node, nowNs);
    }

    /** Notes the current parent; a process whose birth was not seen gets it as birth parent. */
    void place(ProcessNode node, int parentPid, long parentStartNs, long nowNs) {
        node.parentPid = parentPid;
        node.parentStartNs = parentStartNs;
        if (node.birthParentPid != 0 || parentPid == 0) return;
        node.birthParentPid = parentPid;
        node.birthParentStartNs = parentStartNs;
        ProcessNode parent = known(parentPid, parentStartNs, nowNs);
        if (parent == null) return;
        table.adopt(node, parent);
        if (host.lifecycleSinceNs > 0 && node.startNs >= host.lifecycleSinceNs) {
            node.birthCounted = true;
            table.cause(parent, Measures.BIRTHS, SlidingCounter.bucket(node.startNs), 1);
        }
    }

    static void heard(ProcessNode node, LastEvent event, long nowNs) {
        node.lastEvent = event;
        node.lastEventNs = nowNs;
    }

    static void name(ProcessNode node, long commLow, long commHigh) {
        node.commLow = commLow;
        node.commHigh = commHigh;
    }

    private void count(long nowNs) {
        if (host.lifecycleSinceNs == 0) host.lifecycleSinceNs = nowNs;
        host.events.add(host.nowBucket, 1);
    }

    /**
     * Life-cycle records were lost. Those of births that the ring had no room for count in the host's rate although nobody
     * can be named for them; a run the kernel skipped may have been of a thread.
     */
    public void lost(int kind, int reason, long count) {
        long bucket = host.nowBucket;
        host.lost.add(bucket, count);
        if (kind == RecordType.FORK && reason == LossReason.RING_FULL.id())
            host.totals[Measures.BIRTHS].add(bucket, count);
    }

    /** Life-cycle records were produced, lost ones included. */
    public void produced(long count) {
        host.produced.add(host.nowBucket, count);
    }

    /** Writes or reads what was counted. */
    public void state(StateIo io) {
        repairedBirths = io.i64(repairedBirths);
        inferredExits = io.i64(inferredExits);
        duplicateExits = io.i64(duplicateExits);
    }

    /** {@return processes whose birth was missed and that were entered later} */
    public long repairedBirths() {
        return repairedBirths;
    }

    /** {@return ends inferred} */
    public long inferredExits() {
        return inferredExits;
    }

    /** {@return exits reported twice} */
    public long duplicateExits() {
        return duplicateExits;
    }
}
