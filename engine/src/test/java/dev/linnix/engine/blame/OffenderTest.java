package dev.linnix.engine.blame;

import static dev.linnix.engine.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.rule.Rule;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Is the right process blamed? The classic cases in which a naive choice is wrong. */
class OffenderTest {
    private static final Rule FORKS = rule("forks_per_sec", "threshold", 20L, "duration", 2.0, "scope", "host");
    private static final Rule CPU = rule("subtree_cpu_pct", "threshold", 100.0, "duration", 3.0);

    private static Proc loginShell(World world, int pid) {
        Proc sshd = world.exists(pid, world.init, "sshd");
        world.snapshot();
        return world.spawn(sshd, "/bin/bash", "-bash");
    }

    private static @Nullable Integer offender(Alert alert) {
        Offender offender = alert.blame().offender();
        return offender == null ? null : offender.process().pid();
    }

    @Test
    void forkBombWhoseParentsAreAlreadyDead() {
        World world = new World(FORKS);
        Proc shell = loginShell(world, 200);
        Proc bomb = world.fork(shell);
        ArrayDeque<Proc> front = new ArrayDeque<>(List.of(bomb));
        for (int i = 0; i < 400; i++) {
            Proc parent = front.remove();
            front.add(world.fork(parent));
            front.add(world.fork(parent));
            world.exit(parent);
            world.pass(10);
        }
        Alert alert = world.onlyFired();
        assertThat(offender(alert)).isEqualTo(bomb.pid);
        assertThat(bomb.ended).isTrue();
        assertThat(alert.blame().offender().share()).isGreaterThan(0.9);
        assertThat(alert.blame().offender().alive()).isFalse();
    }

    @Test
    void oneShellWithTwoHogs() {
        World world = new World(CPU);
        Proc shell = loginShell(world, 200);
        Proc one = world.spawn(shell, "/usr/bin/yes", "yes");
        Proc two = world.spawn(shell, "/usr/bin/yes", "yes");
        one.busy = 0.7;
        two.busy = 0.7;
        world.pass(6000);
        Alert alert = world.onlyFired();
        assertThat(alert.blame().offender()).isNull();
        assertThat(alert.blame().hosted().stream().map(o -> o.process().pid()))
                .containsExactlyInAnyOrder(one.pid, two.pid);
        assertThat(alert.blame().host().pid()).isEqualTo(shell.pid);
    }

    @Test
    void oneShellWithTwoHogsEachTooMuchByItselfGivesAnAlertForEach() {
        World world = new World(CPU);
        Proc shell = loginShell(world, 200);
        Proc one = world.spawn(shell, "/usr/bin/yes", "yes");
        Proc two = world.spawn(shell, "/usr/bin/yes", "yes");
        one.busy = 1.5;
        two.busy = 1.4;
        world.pass(6000);
        assertThat(world.fired().stream().map(OffenderTest::offender)).containsExactlyInAnyOrder(one.pid, two.pid);
    }

    @Test
    void crashLoopNamesTheRepeatedExecutable() {
        World world = new World(FORKS);
        Proc shell = loginShell(world, 200);
        Proc supervisor = world.spawn(shell, "/usr/bin/restarter", "restarter");
        for (int i = 0; i < 200; i++) {
            Proc job = world.spawn(supervisor, "/opt/app/crasher", "crasher");
            world.pass(15);
            world.exit(job);
        }
        Alert alert = world.onlyFired();
        assertThat(offender(alert)).isEqualTo(supervisor.pid);
        assertThat(alert.blame().offender().repeatedExecutable()).isEqualTo("/opt/app/crasher");
    }

    @Test
    void shellThatLoopsIsItselfTheCauseThoughItIsALoginShell() {
        World world = new World(FORKS);
        Proc shell = loginShell(world, 200);
        for (int i = 0; i < 200; i++) {
            Proc ls = world.spawn(shell, "/bin/ls", "ls");
            world.pass(15);
            world.exit(ls);
        }
        assertThat(offender(world.onlyFired())).isEqualTo(shell.pid);
    }

    @Test
    void zombiesAreBlamedOnTheParentThatDoesNotReap() {
        World world = new World();
        Proc shell = loginShell(world, 200);
        Proc careless = world.spawn(shell, "/opt/app/careless", "careless");
        for (int i = 0; i < 20; i++) world.exitUnreaped(world.fork(careless));
        world.pass(1000);
        assertThat(world.engine.view().status().zombies()).isEqualTo(20);
        assertThat(world.engine.view().processes(false).stream()
                        .filter(p -> p.state().equals("zombie"))
                        .map(p -> p.parentPid()))
                .hasSize(20)
                .containsOnly(careless.pid);
    }

    @Test
    void buildBesideABombIsNotBlamed() {
        World world = new World(FORKS);
        Proc shell = loginShell(world, 200);
        Proc make = world.spawn(shell, "/usr/bin/make", "make", "-j4");
        Proc bomb = world.spawn(shell, "/opt/bomb", "bomb");
        for (int i = 0; i < 200; i++) {
            if (i % 5 == 0) world.exit(world.spawn(make, "/usr/bin/cc1", "cc1"));
            world.exit(world.fork(bomb));
            world.pass(15);
        }
        assertThat(offender(world.onlyFired())).isEqualTo(bomb.pid);
    }

    @Test
    void theAgentItsAncestorsAndInitAreNeverBlamed() {
        World world = new World(FORKS);
        for (int i = 0; i < 200; i++) {
            world.exit(world.fork(world.agent));
            world.exit(world.fork(world.init));
            world.pass(15);
        }
        Alert alert = world.onlyFired();
        assertThat(alert.blame().offender()).isNull();
        assertThat(alert.blame().hosted()).isEmpty();
    }

    @Test
    void spreadCauseNamesNobodyAndListsTheLargest() {
        World world = new World(FORKS);
        List<Proc> many = new java.util.ArrayList<>();
        for (int i = 0; i < 5; i++) many.add(world.exists(300 + i, world.init, "daemon" + i));
        world.snapshot();
        for (int i = 0; i < 200; i++) {
            for (Proc each : many) world.exit(world.fork(each));
            world.pass(50);
        }
        Alert alert = world.onlyFired();
        assertThat(alert.blame().offender()).isNull();
        assertThat(alert.blame().top()).hasSize(3);
        assertThat(alert.blame().top().getFirst().share()).isBetween(0.15, 0.25);
    }

    @Test
    void tieGoesToTheEarlierStart() {
        World world = new World(FORKS);
        Proc first = world.exists(300, world.init, "first");
        Proc second = world.exists(301, world.init, "second");
        world.snapshot();
        for (int i = 0; i < 100; i++) {
            world.exit(world.fork(first));
            world.exit(world.fork(second));
            world.pass(20);
        }
        Alert alert = world.onlyFired();
        assertThat(offender(alert)).isEqualTo(first.pid);
        assertThat(alert.blame().offender().share()).isBetween(0.45, 0.55);
    }

    @Test
    void pathLeadsFromTheOldestAncestor() {
        World world = new World(FORKS);
        Proc shell = loginShell(world, 200);
        Proc bomb = world.spawn(shell, "/opt/bomb", "bomb", "--password=hunter2");
        for (int i = 0; i < 200; i++) {
            world.exit(world.fork(bomb));
            world.pass(15);
        }
        Offender offender = world.onlyFired().blame().offender();
        assertThat(offender.path().stream().map(p -> p.comm())).containsExactly("init", "sshd", "bash", "bomb");
        assertThat(offender.executable()).isEqualTo("/opt/bomb");
    }
}
