package dev.linnix.engine;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.record.ThreadRecord;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/**
 * A snapshot under way. Like the kernel it goes through processes and threads by rising number, and each row tells what
 * is true when it is read. What was read waits until it is delivered; events meanwhile reach the engine at once, so no
 * row meets an event that is older than it.
 */
public final class Walk {
    private record Unsaid(Flyweight record, Runnable then) {}

    public final long beginNs;
    /** Processes whose own row was delivered. */
    public final Set<Proc> shown = new HashSet<>();
    /** Those among them that had ended when it was read. */
    public final Set<Proc> zombies = new HashSet<>();
    /** CPU time in the rows of each process that were delivered, ns. */
    public final Map<Proc, Long> cpuNs = new HashMap<>();
    /**
     * CPU time in rows of threads whose process the engine may not know yet, ns: they name it by pid alone, so unless
     * another's record named it as parent they say nothing.
     */
    public final Map<Proc, Long> unsureCpuNs = new HashMap<>();

    private final World world;
    private final Arena arena = Arena.ofAuto();
    private final long sequence;
    private final long startUnitNs;
    private final Queue<Unsaid> unsaid = new ArrayDeque<>();
    private int number;
    private int rows;
    private boolean ended;
    private boolean complete;

    Walk(World world, long sequence, long startUnitNs) {
        this.world = world;
        this.sequence = sequence;
        this.startUnitNs = startUnitNs;
        beginNs = world.now;
        SnapshotBeginRecord begin = write(new SnapshotBeginRecord());
        begin.sequence(sequence).sensor((startUnitNs == 1 ? Sensor.TASKS : Sensor.PROC).id());
        unsaid.add(new Unsaid(begin, () -> {}));
    }

    /** Reads the next rows. {@return whether there were as many} */
    public boolean read(int count) {
        TreeMap<Integer, Proc> tasks = new TreeMap<>(world.live);
        for (Proc proc : world.live.values()) proc.threads.keySet().forEach(thread -> tasks.put(thread, proc));
        for (int i = 0; i < count; i++) {
            Map.Entry<Integer, Proc> next = tasks.higherEntry(number);
            if (next == null) return false;
            number = next.getKey();
            Proc proc = next.getValue();
            unsaid.add(proc.pid == number ? task(proc) : thread(proc));
            rows++;
        }
        return true;
    }

    private Unsaid task(Proc proc) {
        boolean zombie = proc.zombie;
        long own = proc.cpuNs
                - proc.threads.values().stream().mapToLong(Long::longValue).sum();
        TaskRecord record = write(new TaskRecord());
        record.pid(proc.pid)
                .startNs(proc.startNs / startUnitNs * startUnitNs)
                .parentPid(World.parentPid(proc))
                .parentStartNs(World.parentStart(proc) / startUnitNs * startUnitNs)
                .cpuNs(own)
                .anonBytes(zombie ? 0 : proc.anonBytes)
                .sharedBytes(proc.sharedBytes)
                .fds(proc.fds)
                .fdLimit(proc.fdLimit)
                .flags(proc.flags)
                .threads(zombie ? 0 : 1 + proc.threads.size())
                .state(zombie ? 0xa0 : proc.state)
                .comm(World.bytes(proc.comm));
        return new Unsaid(record, () -> {
            proc.known = true;
            shown.add(proc);
            if (zombie) zombies.add(proc);
            cpuNs.merge(proc, own, Long::sum);
        });
    }

    private Unsaid thread(Proc proc) {
        long used = proc.threads.getOrDefault(number, 0L);
        ThreadRecord record = write(new ThreadRecord());
        record.pid(proc.pid).tid(number).cpuNs(used);
        return new Unsaid(record, () -> (proc.known ? cpuNs : unsureCpuNs).merge(proc, used, Long::sum));
    }

    private <R extends Flyweight> R write(R record) {
        record.begin(arena.allocate(record.layout().size(), Long.BYTES), 0, world.now);
        return record;
    }

    /** {@return whether the own row of a process with this pid has been read, or could have been} */
    public boolean passed(int pid) {
        return number >= pid;
    }

    /** Says that no more rows come. */
    public void end(boolean whole) {
        ended = true;
        complete = whole;
        SnapshotEndRecord end = write(new SnapshotEndRecord());
        end.sequence(sequence).rows(rows).complete(whole ? 1 : 0);
        unsaid.add(new Unsaid(end, () -> {}));
    }

    /** {@return whether all there is to say has been read} */
    public boolean ended() {
        return ended;
    }

    /** {@return whether it went through all processes} */
    public boolean complete() {
        return complete;
    }

    /** Hands the engine what was read and not handed over yet. */
    public void deliver() {
        for (Unsaid next = unsaid.poll(); next != null; next = unsaid.poll()) {
            world.accept(next.record());
            next.then().run();
        }
    }
}
