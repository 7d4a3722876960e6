package dev.linnix.engine.detect;

import static dev.linnix.engine.World.named;
import static dev.linnix.engine.detect.Apps.MB;
import static dev.linnix.engine.detect.Apps.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.rule.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Does lowering the thresholds of a rule tell, for every detector, how near to firing it came? */
class LoweredTest {
    /** {@return the largest part, in percent, of the thresholds at which the rule fires; every smaller one must as well} */
    private static int near(Consumer<World> what, String detector, Object... parameters) {
        DetectorType type = DetectorTypes.load().stream()
                .filter(t -> t.name().equals(detector))
                .findFirst()
                .orElseThrow();
        Rule[] rules = IntStream.rangeClosed(1, 100)
                .mapToObj(percent -> type.lowered(named("at " + percent, detector, parameters), percent / 100.0))
                .toArray(Rule[]::new);
        assertThat(Arrays.stream(rules).map(Rule::parameters)).doesNotHaveDuplicates();
        World world = new World(rules);
        what.accept(world);
        TreeSet<Integer> fired = new TreeSet<>(world.fired().stream()
                .map(Alert::rule)
                .map(name -> Integer.parseInt(name.substring(3)))
                .toList());
        int nearest = fired.isEmpty() ? 0 : fired.last();
        List<Integer> all = IntStream.rangeClosed(1, nearest).boxed().toList();
        assertThat(fired).containsExactlyElementsOf(all);
        return nearest;
    }

    private static void births(World world, Proc parent, int seconds, int perSecond) {
        for (int i = 0; i < seconds * perSecond; i++) {
            world.exit(world.fork(parent));
            world.pass(1000 / perSecond);
        }
    }

    @Test
    void forksPerSecondIsWhatWasSustained() {
        Consumer<World> storm = world -> {
            Proc app = app(world);
            births(world, app, 1, 50);
            births(world, app, 6, 20);
        };
        assertThat(near(storm, "forks_per_sec", "threshold", 100L, "duration", 4.0, "scope", "subtree"))
                .isBetween(18, 21);
    }

    @Test
    void forkBurst() {
        Consumer<World> burst = world -> births(world, app(world), 2, 20);
        assertThat(near(burst, "fork_burst", "threshold", 100L, "window_seconds", 10.0, "scope", "host"))
                .isEqualTo(40);
    }

    @Test
    void shortJobFlood() {
        Consumer<World> jobs = world -> {
            Proc app = app(world);
            for (int i = 0; i < 15; i++) {
                Proc job = world.spawn(app, "/bin/true", "true");
                world.pass(20);
                world.exit(job);
            }
            world.pass(1000);
        };
        assertThat(near(
                        jobs,
                        "short_job_flood",
                        "threshold",
                        50L,
                        "window_seconds",
                        10.0,
                        "max_exec_duration_ms",
                        1000L,
                        "scope",
                        "subtree"))
                .isEqualTo(30);
    }

    @Test
    void execRate() {
        Consumer<World> runs = world -> {
            Proc app = app(world);
            for (int i = 0; i < 25; i++) {
                Proc run = world.spawn(app, "/opt/job", "job");
                world.pass(20);
                world.exit(run);
            }
            world.pass(1000);
        };
        assertThat(near(runs, "exec_rate", "regex", "^job$", "rate_per_min", 100L, "median_lifetime", 1L))
                .isEqualTo(25);
    }

    @Test
    void aRunawayTreeByEitherOfItsThresholds() {
        Consumer<World> busy = world -> {
            Proc app = app(world);
            births(world, app, 1, 10);
            world.fork(app).busy = 0.5;
            world.fork(app).busy = 0.5;
            world.pass(9000);
        };
        assertThat(near(busy, "runaway_tree", "threshold", 100L, "window_seconds", 5.0))
                .isEqualTo(12);
        assertThat(near(busy, "runaway_tree", "cpu_pct", 400.0, "window_seconds", 5.0))
                .isBetween(24, 25);
        assertThat(near(busy, "runaway_tree", "threshold", 100L, "cpu_pct", 400.0, "window_seconds", 5.0))
                .isBetween(24, 25);
    }

    @Test
    void aSpikeOfCpuShorterThanTheDurationBringsItNoNearer() {
        Consumer<World> spike = world -> {
            Proc app = app(world);
            app.busy = 0.5;
            world.pass(8000);
            app.busy = 3;
            world.pass(1500);
            app.busy = 0.5;
            world.pass(8000);
        };
        assertThat(near(spike, "subtree_cpu_pct", "threshold", 200.0, "duration", 5.0))
                .isBetween(24, 25);
    }

    @Test
    void aLargeProcessThatDoesNotGrowIsNotNearALeak() {
        Consumer<World> large = world -> {
            Proc app = app(world);
            app.anonBytes = (long) (450 * MB);
            world.pass(15_000);
        };
        assertThat(near(large, "subtree_rss_mb", "threshold", 500.0, "duration", 2.0, "growing", true))
                .isZero();
        assertThat(near(large, "subtree_rss_mb", "threshold", 500.0, "duration", 2.0, "growing", false))
                .isBetween(89, 90);
    }

    @Test
    void aLeakThatIsStillSmall() {
        Consumer<World> leak = world -> {
            app(world).growth = 20 * MB;
            world.pass(10_000);
        };
        assertThat(near(leak, "subtree_rss_mb", "threshold", 500.0, "duration", 2.0, "growing", true))
                .isBetween(30, 40);
    }

    @Test
    void memoryGrowth() {
        Consumer<World> growth = world -> {
            app(world).growth = 3 * MB;
            world.pass(20_000);
        };
        assertThat(near(growth, "memory_growth", "threshold", 100.0, "window_seconds", 10.0, "duration", 0.0))
                .isBetween(26, 30);
    }

    @Test
    void zombieCount() {
        Consumer<World> zombies = world -> {
            Proc app = app(world);
            for (int i = 0; i < 20; i++) world.exitUnreaped(world.fork(app));
            world.pass(10_000);
        };
        assertThat(near(zombies, "zombie_count", "threshold", 200L, "duration", 5.0))
                .isEqualTo(10);
        assertThat(near(zombies, "zombie_count", "threshold", 200L, "duration", 30.0))
                .isZero();
    }

    @Test
    void descriptorsByShareOrByTimeLeft() {
        Consumer<World> descriptors = world -> {
            Proc app = app(world);
            app.fds = 24;
            for (int i = 0; i < 10; i++) {
                world.pass(1000);
                app.fds += 20;
            }
            world.pass(1000);
        };
        assertThat(near(descriptors, "fd_exhaustion", "threshold_pct", 80.0, "duration", 0.0))
                .isEqualTo(27);
        assertThat(near(
                        descriptors,
                        "fd_exhaustion",
                        "threshold_pct",
                        80.0,
                        "exhaustion_seconds",
                        20.0,
                        "duration",
                        0.0))
                .isBetween(45, 50);
    }

    @Test
    void pressureOfEachKind() {
        Consumer<World> stalls = world -> new Readings(world).pass(15, 0.4, 0.2, 0.1);
        assertThat(near(stalls, "system_psi_cpu", "threshold_pct", 80.0, "duration", 5.0))
                .isBetween(49, 50);
        assertThat(near(stalls, "system_psi_memory", "threshold_pct", 80.0, "duration", 5.0))
                .isBetween(24, 25);
        assertThat(near(stalls, "system_psi_io", "threshold_pct", 80.0, "duration", 5.0))
                .isBetween(12, 13);
    }
}
