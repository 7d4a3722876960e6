package dev.linnix.engine.detect;

import static dev.linnix.engine.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.rule.Rule;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

/** Is the one blamed that does not reap, and nobody that only reaps late? */
class ZombieCountTest {
    private static final Rule ZOMBIES = rule("zombie_count", "threshold", 20L, "duration", 5.0);

    private static Proc server(World world, int pid) {
        Proc server = world.exists(pid, world.init, "server" + pid);
        world.snapshot();
        return server;
    }

    private static Proc[] zombies(World world, Proc parent, int count) {
        Proc[] zombies = new Proc[count];
        for (int i = 0; i < count; i++) {
            zombies[i] = world.fork(parent);
            world.exitUnreaped(zombies[i]);
        }
        return zombies;
    }

    private static void reap(World world, Proc... zombies) {
        for (Proc zombie : zombies) world.live.remove(zombie.pid, zombie);
    }

    private static int blamed(World world) {
        return world.onlyFired().blame().offender().process().pid();
    }

    @Test
    void theParentThatDoesNotReapIsBlamedOnceTheyAreOld() {
        World world = new World(ZOMBIES);
        Proc manager = server(world, 300);
        Proc server = world.fork(manager);
        zombies(world, server, 19);
        world.pass(10_000);
        assertThat(world.fired()).isEmpty();
        zombies(world, server, 1);
        world.pass(4500);
        assertThat(world.fired()).isEmpty();
        world.pass(2000);
        assertThat(blamed(world)).isEqualTo(server.pid);
        assertThat(world.onlyFired().subject().process().pid()).isEqualTo(server.pid);
        assertThat(world.onlyFired().value()).isEqualTo(20);
        assertThat(world.onlyFired().message()).contains("at least 5 s ago and were not reaped");
        assertThat(world.onlyFired().silence()).isEqualTo("threshold: 22");
    }

    @Test
    void aParentThatReapsLateIsNotBlamedHoweverManyZombiesItHas() {
        World world = new World(ZOMBIES);
        Proc server = server(world, 300);
        ArrayDeque<Proc[]> unreaped = new ArrayDeque<>();
        for (int second = 0; second < 30; second++) {
            unreaped.add(zombies(world, server, 25));
            world.pass(1000);
            if (unreaped.size() > 3) reap(world, unreaped.remove());
        }
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void orphansBelongToWhomTheyWereGiven() {
        World world = new World(ZOMBIES);
        Proc reaper = server(world, 300);
        Proc forker = world.fork(reaper);
        Proc[] zombies = zombies(world, forker, 25);
        world.exit(forker);
        for (Proc zombie : zombies) zombie.parent = reaper;
        world.pass(8000);
        assertThat(blamed(world)).isEqualTo(reaper.pid);
    }

    @Test
    void theZombiesOfTwoParentsAreNotAdded() {
        World world = new World(ZOMBIES);
        zombies(world, server(world, 300), 15);
        zombies(world, server(world, 301), 15);
        world.pass(10_000);
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void initIsNotBlamedButTheInitOfAContainerIs() {
        World world = new World(ZOMBIES);
        zombies(world, world.init, 30);
        Proc container = world.exists(300, world.init, "app");
        container.flags |= RecordFlags.PIDNS_INIT;
        world.snapshot();
        zombies(world, container, 30);
        world.pass(10_000);
        assertThat(blamed(world)).isEqualTo(container.pid);
    }

    @Test
    void zombiesFromBeforeTheAgentCount() {
        World world = new World(ZOMBIES);
        Proc server = server(world, 300);
        world.silently(() -> zombies(world, server, 25));
        world.pass(4000);
        assertThat(world.fired()).isEmpty();
        world.pass(4000);
        assertThat(blamed(world)).isEqualTo(server.pid);
    }

    @Test
    void resolvesOnceTheyAreReaped() {
        World world = new World(ZOMBIES);
        Proc server = server(world, 300);
        Proc[] zombies = zombies(world, server, 25);
        world.pass(10_000);
        assertThat(world.fired()).hasSize(1);
        reap(world, zombies);
        zombies(world, server, 3);
        world.pass(8000);
        assertThat(world.alerts.getLast().state()).isEqualTo(AlertState.RESOLVED);
    }
}
