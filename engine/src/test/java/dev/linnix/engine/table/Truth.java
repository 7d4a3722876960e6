package dev.linnix.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.Engine;
import dev.linnix.engine.Walk;
import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.model.ProcessInfo;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the table must say, and what it may, of a host whose truth is known. It knows what was told and when a process
 * lived, and nothing of how the table finds out. Processes there are at first must have been shown by a snapshot. Less
 * than a minute of event time may pass, so that nothing leaves the windows.
 */
final class Truth {
    private record Id(int pid, long startNs) {}

    private final World world;
    private final HostState host;
    private final long inferredBefore;
    private final Map<Id, Proc> known = new HashMap<>();
    /** CPU time of each process when the table first heard of it: does not count. */
    private final Map<Proc, Long> old = new HashMap<>();
    /** CPU time of each process that the engine must have taken note of, and the most that it may have. */
    private final Map<Proc, Long> least = new HashMap<>();

    private final Map<Proc, Long> most = new HashMap<>();

    Truth(World world) throws ReflectiveOperationException {
        this.world = world;
        Field field = Engine.class.getDeclaredField("host");
        field.setAccessible(true);
        host = (HostState) field.get(world.engine);
        inferredBefore = world.engine.view().status().inferredExits();
        for (Proc proc : world.all) {
            old.put(proc, proc.cpuNs);
            least.put(proc, proc.cpuNs);
            most.put(proc, proc.cpuNs);
        }
    }

    /** Holds at any time: who is known to live does, who is known to have ended did, and nobody is there twice. */
    void checkAlways() {
        for (Proc proc : world.all.subList(known.size(), world.all.size())) known.put(id(proc), proc);
        Set<Id> ids = new HashSet<>();
        Set<Id> alive = new HashSet<>();
        host.table().forEach(node -> {
            Id id = new Id(node.pid(), node.startNs());
            ids.add(id);
            if (node.alive()) alive.add(id);
        });
        assertThat(ids).as("each once").hasSize(host.table().size());
        none("never were", ids, id -> !known.containsKey(id));
        assertThat(alive.stream().map(Id::pid).distinct())
                .as("one alive of each pid")
                .hasSameSizeAs(alive);
        none("live and are said to have ended", known(p -> p.endNs == 0 && p.known), id -> !alive.contains(id));
        none("are said to live though their end was told", known(p -> p.endTold), alive::contains);

        EngineStatus status = world.engine.view().status();
        assertThat(status.live()).isEqualTo(alive.size());
        assertThat(status.inferredExits() - inferredBefore)
                .as("ends inferred, no more than were lost")
                .isLessThanOrEqualTo(known(p -> p.ended && !p.endTold).size());
    }

    /** Holds when a snapshot has been delivered. */
    void checkAfter(Walk walk) {
        takeNoteOfCpu(walk);
        List<ProcessInfo> all = world.engine.view().processes(true);
        checkCpu(all);
        if (!walk.complete()) return;

        Set<Id> alive = ids(all, info -> info.exitNs() == null);
        none("lived all the time", known(p -> p.endNs == 0 && p.bornNs < walk.beginNs), id -> !alive.contains(id));
        none("had ended before", known(p -> p.ended && p.endNs <= walk.beginNs), alive::contains);

        Set<Id> zombies = ids(all, info -> info.state().equals("zombie"));
        none("were no zombies", known(p -> !walk.zombies.contains(p)), zombies::contains);
        none("still are zombies", known(p -> walk.zombies.contains(p) && isThere(p)), id -> !zombies.contains(id));
        assertThat(world.engine.view().status().zombies()).isEqualTo(zombies.size());
        for (ProcessInfo info : all) checkIdentity(info, walk);
    }

    /** What a row says stands, unless a later record says otherwise. */
    private void checkIdentity(ProcessInfo info, Walk walk) {
        Proc proc = truthOf(info);
        if (proc.ended || proc.bornNs > walk.beginNs) return;
        if (proc.execLostNs <= walk.beginNs) assertThat(info.process().comm()).isEqualTo(proc.comm);
        if (proc.parentSinceNs <= Math.max(walk.beginNs, proc.execToldNs)) {
            assertThat(info.parentPid()).as("parent of %s", info).isEqualTo(proc.parent == null ? 0 : proc.parent.pid);
        }
    }

    private Proc truthOf(ProcessInfo info) {
        return Objects.requireNonNull(known.get(id(info)));
    }

    private boolean isThere(Proc proc) {
        return proc.equals(world.live.get(proc.pid));
    }

    private Set<Id> known(Predicate<Proc> which) {
        Set<Id> ids = new HashSet<>();
        known.forEach((id, proc) -> {
            if (which.test(proc)) ids.add(id);
        });
        return ids;
    }

    private static void none(String what, Set<Id> of, Predicate<Id> wrong) {
        assertThat(of.stream().filter(wrong).toList()).as(what).isEmpty();
    }

    private void takeNoteOfCpu(Walk walk) {
        for (Proc proc : walk.shown) {
            if (walk.zombies.contains(proc)) continue;
            long read = walk.cpuNs.getOrDefault(proc, 0L);
            most.merge(proc, read + walk.unsureCpuNs.getOrDefault(proc, 0L), Math::max);
            if (walk.complete() && !proc.ended) least.merge(proc, read, Math::max);
        }
        for (Proc proc : world.all) {
            if (!proc.endTold) continue;
            least.put(proc, proc.cpuNs);
            most.put(proc, proc.cpuNs);
        }
    }

    /** CPU time is cut to whole µs, since each process was first heard of: cuts do not add up. */
    private void checkCpu(List<ProcessInfo> all) {
        long used = 0;
        for (ProcessInfo info : all) {
            Proc proc = truthOf(info);
            assertThat(info.cpuNs())
                    .as("CPU time of %s", info)
                    .isBetween(least.getOrDefault(proc, 0L), most.getOrDefault(proc, 0L))
                    .isLessThanOrEqualTo(proc.cpuNs);
            used += info.cpuNs() / 1000 - old.getOrDefault(proc, 0L) / 1000;
        }
        assertThat(host.total(Measures.CPU_US, 0, Long.MAX_VALUE)).isEqualTo(used);
        assertThat(sum(Measures.CPU_US)).isEqualTo(used);
        host.table().forEach(node -> {
            if (!node.alive()) return;
            long before = old.getOrDefault(known.get(new Id(node.pid(), node.startNs())), 0L);
            assertThat(node.caused(Measures.CPU_US, 0, Long.MAX_VALUE))
                    .as("CPU time that counts for %s", node)
                    .isEqualTo(node.cpuNs() / 1000 - before / 1000);
        });
    }

    /** Births: each that was told counts once, one that was lost at most once. */
    void checkBirths(long told, long born) {
        assertThat(host.total(Measures.BIRTHS, 0, Long.MAX_VALUE)).isEqualTo(told);
        assertThat(sum(Measures.BIRTHS)).isBetween(told, born);
    }

    private long sum(int slot) {
        long[] sum = new long[1];
        host.table()
                .forEach(node ->
                        sum[0] += node.caused(slot, 0, Long.MAX_VALUE) + node.inherited(slot, 0, Long.MAX_VALUE));
        return sum[0];
    }

    private static Set<Id> ids(List<ProcessInfo> all, Predicate<ProcessInfo> which) {
        Set<Id> ids = new HashSet<>();
        for (ProcessInfo info : all) if (which.test(info)) ids.add(id(info));
        return ids;
    }

    private static Id id(Proc proc) {
        return new Id(proc.pid, proc.startNs);
    }

    private static Id id(ProcessInfo info) {
        return new Id(info.process().pid(), info.process().startNs());
    }
}
