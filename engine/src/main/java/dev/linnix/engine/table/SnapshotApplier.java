package dev.linnix.engine.table;

import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.record.ThreadRecord;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.ProcessNode.LastEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies snapshots: they seed the table at start, give CPU time, memory and descriptors, and repair what a lost record
 * left wrong. Rows carry the time they were read; what a newer life-cycle record said wins. Confined to the engine's
 * thread.
 */
public final class SnapshotApplier {
    private static final int EXIT_DEAD = 0x10;
    private static final int EXIT_ZOMBIE = 0x20;
    /** Start times in /proc are cut to ticks of 1/100 s. */
    private static final long CLOCK_TICK_NS = 10_000_000L;
    /** Ends with the kernel and not before; some sandboxes hide it from every walk. */
    private static final int INIT = 1;

    private final HostState host;
    private final ProcessTable table;
    private final RecordApplier records;
    private final List<ProcessNode> absent = new ArrayList<>();
    private final List<ProcessNode> reaped = new ArrayList<>();
    /** Our own number: two sources of snapshots may both begin at 1. */
    private long current;

    private long sequence;
    private long beginNs;
    private long applied;
    private int zombies;

    /** Creates an applier that shares the table with the life-cycle records. */
    public SnapshotApplier(HostState host, RecordApplier records) {
        this.host = host;
        this.table = host.table();
        this.records = records;
    }

    /** Rows follow. */
    public void begin(SnapshotBeginRecord begin) {
        current++;
        sequence = begin.sequence();
        table.startTolerance(begin.sensor() == Sensor.PROC.id() ? CLOCK_TICK_NS : 0);
        beginNs = begin.timeNs();
        host.samples().begin(beginNs);
        table.walking(true);
    }

    /** One process. */
    public void task(TaskRecord row) {
        ProcessNode node = records.known(row.pid(), row.startNs(), row.timeNs());
        if (node == null) return;
        boolean newest = row.timeNs() >= node.lastEventNs;
        if (newest) records.place(node, row.parentPid(), row.parentStartNs(), row.timeNs());
        boolean zombie = isZombie(row);
        if (!zombie && !node.alive()) return; // it ended after the row was read
        node.sample().seen(current, row, zombie);
        if (zombie) {
            if (node.alive()) {
                RecordApplier.name(node, row.commLow(), row.commHigh());
                node.status = row.status();
                records.infer(node, row.timeNs());
            }
            return;
        }
        if (newest) identify(node, row);
        node.sample().addCpu(current, row.cpuNs());
        node.sample().measure(row, host.samples().current());
    }

    private static boolean isZombie(TaskRecord row) {
        return row.threads() == 0 && (row.state() & (EXIT_ZOMBIE | EXIT_DEAD)) != 0;
    }

    private static void identify(ProcessNode node, TaskRecord row) {
        node.uid = row.uid();
        node.cgroupId = row.cgroupId();
        node.flags = row.flags();
        RecordApplier.name(node, row.commLow(), row.commHigh());
        if (node.lastEventNs == 0) RecordApplier.heard(node, LastEvent.SNAPSHOT, row.timeNs());
    }

    /** A further thread of a process: of one that had started when the row was read, not of a later one with its pid. */
    public void thread(ThreadRecord row) {
        ProcessNode node = table.find(row.pid());
        if (node != null && node.alive() && node.startNs <= row.timeNs())
            node.sample().addCpu(current, row.cpuNs());
    }

    /** All rows have come. Only a complete walk proves that what was absent has ended. */
    public void end(SnapshotEndRecord end) {
        boolean whole = end.complete() != 0 && end.sequence() == sequence;
        zombies = 0;
        table.forEach(node -> settle(node, whole));
        for (ProcessNode node : absent) records.infer(node, beginNs);
        for (ProcessNode node : reaped) table.reaped(node);
        absent.clear();
        reaped.clear();
        table.walking(false);
        table.startTolerance(0);
        if (!whole) return;
        applied++;
        host.cpuUntilNs = applied > 1 ? beginNs : 0;
    }

    /** A second has passed: processes that ended long ago are forgotten. */
    public void second() {
        table.expire(host.nowNs);
    }

    private void settle(ProcessNode node, boolean whole) {
        Vitals vitals = node.vitals();
        if (vitals.rowSnapshot == current) {
            if (vitals.rowOfZombie) {
                zombies++;
                node.zombie = true;
            } else if (node.alive() && vitals.cpuSnapshot == current) {
                records.consume(node, vitals.cpuSum, vitals.rowNs);
            }
        } else if (whole && node.zombie) {
            node.zombie = false;
            reaped.add(node);
        } else if (whole && node.alive() && node.pid != INIT && node.enteredNs < beginNs) {
            absent.add(node);
        }
    }

    /** Writes or reads where it stands; the rows of no snapshot are under way. */
    public void state(StateIo io) {
        current = io.i64(current);
        sequence = io.i64(sequence);
        beginNs = io.i64(beginNs);
        applied = io.i64(applied);
        zombies = io.i32(zombies);
    }

    /** {@return whether no rows are under way} */
    public boolean atRest() {
        return table.atRest();
    }

    /** {@return complete snapshots applied} */
    public long applied() {
        return applied;
    }

    /** {@return processes in the last snapshot that had ended and were not reaped} */
    public int zombies() {
        return zombies;
    }

    /** {@return whether the process had ended and was not reaped in the last snapshot} */
    public boolean isZombie(ProcessNode node) {
        return node.zombie;
    }
}
