package dev.linnix.engine;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.Severity;
import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.TickRecord;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleSet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small model of a host that talks to an engine in records, for tests: it knows the truth, and the test can make it
 * forget to tell. Time moves only by {@link #pass}; a tick comes every 100 ms and a snapshot every second.
 */
public final class World implements AlertListener {
    /** A process as it truly is. */
    public static final class Proc {
        public final int pid;
        public final long startNs;
        public @Nullable Proc parent;
        public String comm;
        public long cpuNs;
        public long anonBytes = 1 << 20;
        public long sharedBytes;
        public int fds = 3;
        public long fdLimit = 1024;
        public double busy;
        public double growth;
        public int state = 1;
        public boolean zombie;
        public boolean ended;
        /** When it could first be seen, ns: after its start, before anything is told of it. */
        public long bornNs;
        /** When its parent changed last, ns. */
        public long parentSinceNs;
        /** When the engine was last told that it runs a program, ns. */
        public long execToldNs;
        /** When that was lost, ns; 0 when it was told again since. */
        public long execLostNs;
        /** When it ended, ns; 0 while it lives. */
        public long endNs;
        /** Whether the engine was told that it ended. */
        public boolean endTold;
        /** Whether the engine was told of it. */
        public boolean known;
        /** CPU time of each live thread but the first, part of {@link #cpuNs}, by its number. */
        public final TreeMap<Integer, Long> threads = new TreeMap<>();

        public int flags = RecordFlags.IN_INITIAL_PIDNS;

        Proc(int pid, long startNs, @Nullable Proc parent, String comm) {
            this.pid = pid;
            this.startNs = startNs;
            this.parent = parent;
            this.comm = comm;
        }
    }

    public static final int AGENT = 90;
    private static final long TICK_NS = 100_000_000L;

    /** Every record told from when a list is put here. */
    public @Nullable List<byte[]> tape;

    private final MemorySegment segment = Arena.ofAuto().allocate(4096, 8);
    public final Engine engine;
    public final List<Alert> alerts = new ArrayList<>();
    public final List<Incident> incidents = new ArrayList<>();
    /** By pid; zombies too. */
    public final Map<Integer, Proc> live = new TreeMap<>();
    /** Every process there ever was. */
    public final List<Proc> all = new ArrayList<>();

    public final Proc init;
    public final Proc agent;
    public long now = 1000 * Rule.SECOND;
    private int nextPid = 1000;
    private long sequence;
    private long lastSnapshotNs;
    private boolean silent;
    private long startUnitNs = 1;

    public World(Rule... rules) {
        this(new HostFacts(2, 8L << 30, 4096, AGENT, 0), rules);
    }

    public World(HostFacts facts, Rule... rules) {
        this(facts, rules, true);
    }

    /** {@return a world of which the engine has seen nothing yet} */
    public static World unseen(Rule... rules) {
        return new World(new HostFacts(2, 8L << 30, 4096, AGENT, 0), rules, false);
    }

    private World(HostFacts facts, Rule[] rules, boolean seen) {
        engine = new Engine(facts, new RuleSet(List.of(rules)), this);
        init = exists(1, null, "init");
        Proc kthreadd = exists(2, null, "kthreadd");
        kthreadd.flags |= RecordFlags.KERNEL_THREAD | RecordFlags.NO_MEMORY;
        Proc shell = exists(80, init, "agent-shell");
        agent = exists(AGENT, shell, "linnix");
        if (!seen) return;
        snapshot();
        pass(1000);
    }

    public static Rule rule(String detector, Object... parameters) {
        return named(detector, detector, parameters);
    }

    public static Rule named(String name, String detector, Object... parameters) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) map.put((String) parameters[i], parameters[i + 1]);
        return new Rule(name, detector, Severity.HIGH, 30 * Rule.SECOND, map);
    }

    /** A process that was there before. */
    public Proc exists(int pid, @Nullable Proc parent, String comm) {
        Proc proc = new Proc(pid, now - 500 * Rule.SECOND + pid, parent, comm);
        live.put(pid, proc);
        all.add(proc);
        return proc;
    }

    /** While {@code what} runs, nothing is told: its records are lost. */
    public void silently(Runnable what) {
        silent = true;
        what.run();
        silent = false;
    }

    public Proc fork(Proc parent) {
        return fork(parent, nextPid++);
    }

    public Proc fork(Proc parent, int pid) {
        return fork(parent, pid, now + 1);
    }

    /** The kernel gives a process its start before anyone can see it. */
    public Proc fork(Proc parent, int pid, long startNs) {
        Proc child = new Proc(pid, startNs, parent, parent.comm);
        child.bornNs = ++now;
        child.anonBytes = parent.anonBytes;
        child.fds = parent.fds;
        child.fdLimit = parent.fdLimit;
        live.put(pid, child);
        all.add(child);
        ForkRecord record = new ForkRecord();
        record.begin(segment, 0, now);
        record.pid(pid)
                .startNs(child.startNs)
                .parentPid(parent.pid)
                .parentStartNs(parent.startNs)
                .flags(child.flags)
                .comm(bytes(child.comm));
        tell(record, child, parent);
        return child;
    }

    public Proc exec(Proc proc, String path, String... args) {
        proc.comm = path.substring(path.lastIndexOf('/') + 1);
        proc.anonBytes = 1 << 20;
        proc.threads.clear();
        ++now;
        proc.execLostNs = silent ? now : 0;
        if (!silent) proc.execToldNs = now;
        ExecRecord record = new ExecRecord();
        record.begin(segment, 0, now);
        record.pid(proc.pid)
                .startNs(proc.startNs)
                .parentPid(parentPid(proc))
                .parentStartNs(parentStart(proc))
                .flags(proc.flags)
                .comm(bytes(proc.comm));
        ImageFlyweight image = record.image();
        image.set(args.length, 0)
                .path(leafFirst(path))
                .args(bytes(String.join("\0", args) + (args.length > 0 ? "\0" : "")));
        tell(record, proc);
        return proc;
    }

    /** Forks and runs a program. */
    public Proc spawn(Proc parent, String path, String... args) {
        return exec(fork(parent), path, args);
    }

    /** Ends a process; its children go to init. */
    public void exit(Proc proc) {
        end(proc, false);
    }

    /** Ends a process that its parent does not reap. */
    public void exitUnreaped(Proc proc) {
        end(proc, true);
    }

    private void end(Proc proc, boolean zombie) {
        ++now;
        proc.ended = true;
        proc.endNs = now;
        proc.endTold |= !silent;
        proc.threads.clear();
        proc.zombie = zombie;
        proc.busy = 0;
        proc.growth = 0;
        for (Proc other : live.values()) {
            if (other.parent != proc) continue;
            other.parent = init;
            other.parentSinceNs = now;
        }
        if (!zombie) live.remove(proc.pid, proc);
        ExitRecord record = new ExitRecord();
        record.begin(segment, 0, now);
        record.pid(proc.pid)
                .startNs(proc.startNs)
                .parentPid(parentPid(proc))
                .parentStartNs(parentStart(proc))
                .cpuNs(proc.cpuNs)
                .comm(bytes(proc.comm));
        tell(record, proc);
    }

    /** Uses CPU time in one of the process's threads, or in its first one when there is none of that number. */
    public void use(Proc proc, int thread, long ns) {
        proc.cpuNs += ns;
        proc.threads.computeIfPresent(thread, (number, used) -> used + ns);
    }

    /** Records were lost in the kernel. */
    public void lost(int kind, long count) {
        LossRecord record = new LossRecord();
        record.begin(segment, 0, now);
        record.sensor(Sensor.LIFECYCLE.id())
                .kind(kind)
                .reason(LossReason.RING_FULL.id())
                .count(count);
        tell(record);
    }

    /** Lets time pass with ticks and snapshots. */
    public void pass(long millis) {
        long end = now + millis * 1_000_000;
        while (now < end) {
            step(Math.min(TICK_NS, end - now));
        }
    }

    private void step(long ns) {
        now += ns;
        for (Proc proc : live.values()) {
            proc.cpuNs += (long) (proc.busy * ns);
            proc.anonBytes += (long) (proc.growth * ns / Rule.SECOND);
        }
        tick();
        if (now - lastSnapshotNs >= Rule.SECOND) snapshot();
    }

    public void tick() {
        TickRecord record = new TickRecord();
        record.begin(segment, 0, now);
        tell(record);
    }

    public void snapshot() {
        snapshot(true);
    }

    /** A snapshot from /proc, where start times are cut to clock ticks. */
    public void snapshotOfProc() {
        startUnitNs = 10_000_000;
        snapshot(true);
        startUnitNs = 1;
    }

    public void snapshot(boolean complete) {
        Walk walk = walk();
        walk.read(Integer.MAX_VALUE);
        walk.end(complete);
        walk.deliver();
    }

    /** Begins a snapshot that takes its time. */
    public Walk walk() {
        lastSnapshotNs = now;
        return new Walk(this, ++sequence, startUnitNs);
    }

    private void tell(Flyweight record, Proc... about) {
        if (silent) return;
        accept(record);
        for (Proc proc : about) proc.known = true;
    }

    /** Hands the engine a record, and keeps it on the tape if there is one. */
    public void accept(Flyweight record) {
        int size = record.layout().size();
        if (tape != null) {
            tape.add(record.segment().asSlice(record.offset(), size).toArray(ValueLayout.JAVA_BYTE));
        }
        engine.accept(record.segment(), record.offset(), size);
    }

    static int parentPid(Proc proc) {
        return proc.parent == null ? 0 : proc.parent.pid;
    }

    static long parentStart(Proc proc) {
        return proc.parent == null ? 0 : proc.parent.startNs;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] leafFirst(String path) {
        List<String> names = List.of(path.substring(1).split("/")).reversed();
        return bytes(String.join("\0", names) + "\0");
    }

    @Override
    public void onAlert(Alert alert) {
        alerts.add(alert);
    }

    @Override
    public void onIncident(Incident incident) {
        incidents.add(incident);
    }

    /** {@return alerts that fired, in order} */
    public List<Alert> fired() {
        return alerts.stream().filter(a -> a.state() == AlertState.FIRING).toList();
    }

    /** {@return the one alert that fired} */
    public Alert onlyFired() {
        List<Alert> fired = fired();
        if (fired.size() != 1) throw new AssertionError("expected one alert, got " + fired);
        return fired.getFirst();
    }
}
