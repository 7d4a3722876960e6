package dev.linnix.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Does the table agree with a simple model after any interleaving of fork, exec, exit, pid reuse, loss, and snapshots
 * that race with events? After a complete snapshot it must be exact, whatever was lost before.
 */
class TablePropertyTest {
    private static final int STEPS = 400;

    @Property(tries = 200, seed = "1")
    void agreesWithTheModelAfterEverySnapshot(@ForAll long seed) {
        Random random = new Random(seed);
        World world = new World();
        int nextPid = 2000;
        for (int step = 0; step < STEPS; step++) {
            List<Proc> procs = new ArrayList<>(world.live.values());
            Proc chosen = procs.get(random.nextInt(procs.size()));
            boolean mortal = chosen.pid >= 2000 && !chosen.zombie;
            boolean lost = random.nextInt(10) == 0;
            int pid = nextPid;
            Runnable action = switch (random.nextInt(6)) {
                case 0, 1 ->
                    () -> {
                        if (!chosen.zombie) world.fork(chosen, pid);
                    };
                case 2 ->
                    () -> {
                        if (mortal) world.exec(chosen, "/bin/x" + random.nextInt(5), "x");
                    };
                case 3 ->
                    () -> {
                        if (mortal) world.exit(chosen);
                    };
                case 4 ->
                    () -> {
                        if (mortal) world.exitUnreaped(chosen);
                    };
                default -> () -> world.live.values().removeIf(p -> p.zombie);
            };
            if (lost) world.silently(action);
            else action.run();
            if (world.live.containsKey(pid)) nextPid = 2000 + random.nextInt(60);
            while (world.live.containsKey(nextPid)) nextPid++;
            if (random.nextInt(20) == 0) {
                world.snapshot();
                assertAgrees(world);
            }
        }
        world.snapshot();
        assertAgrees(world);
    }

    private static void assertAgrees(World world) {
        TreeMap<Integer, Long> expected = new TreeMap<>();
        TreeMap<Integer, Long> zombies = new TreeMap<>();
        world.live.values().forEach(p -> (p.zombie ? zombies : expected).put(p.pid, p.startNs));
        TreeMap<Integer, Long> actual = new TreeMap<>();
        TreeMap<Integer, Long> actualZombies = new TreeMap<>();
        for (ProcessInfo info : world.engine.view().processes(false)) {
            boolean zombie = info.state().equals("zombie");
            (zombie ? actualZombies : actual)
                    .put(info.process().pid(), info.process().startNs());
        }
        assertThat(actual).isEqualTo(expected);
        assertThat(actualZombies).isEqualTo(zombies);
        assertThat(world.engine.view().status().live()).isEqualTo(expected.size());
    }
}
