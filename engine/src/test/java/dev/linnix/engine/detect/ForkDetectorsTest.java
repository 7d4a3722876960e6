package dev.linnix.engine.detect;

import static dev.linnix.engine.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.rule.Rule;
import org.junit.jupiter.api.Test;

/** Do the detectors that count births and jobs fire exactly when their definition says so? */
class ForkDetectorsTest {
    private static final Rule RATE = rule("forks_per_sec", "threshold", 10L, "duration", 2.0, "scope", "host");
    private static final Rule BURST = rule("fork_burst", "threshold", 30L, "window_seconds", 5.0, "scope", "host");

    private static void forks(World world, Proc parent, int count) {
        for (int i = 0; i < count; i++) world.exit(world.fork(parent));
    }

    private static Proc app(World world) {
        Proc app = world.exists(300, world.init, "app");
        world.snapshot();
        return app;
    }

    private static void toWholeSecond(World world) {
        world.pass((Rule.SECOND - world.now % Rule.SECOND) / 1_000_000 + 1);
    }

    @Test
    void aBurstInsideOneSecondIsNoSustainedRate() {
        World world = new World(RATE);
        Proc app = app(world);
        toWholeSecond(world);
        forks(world, app, 500);
        world.pass(5000);
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void everySecondMustBeAboveTheThreshold() {
        World world = new World(RATE);
        Proc app = app(world);
        toWholeSecond(world);
        for (int second = 0; second < 6; second++) {
            forks(world, app, second % 2 == 0 ? 100 : 10);
            world.pass(1000);
        }
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void elevenInEachOfTwoSecondsFires() {
        World world = new World(RATE);
        Proc app = app(world);
        toWholeSecond(world);
        forks(world, app, 11);
        world.pass(1000);
        forks(world, app, 12);
        assertThat(world.fired()).isEmpty();
        world.pass(1000);
        assertThat(world.onlyFired().value()).isEqualTo(11);
        assertThat(world.onlyFired().subject().scope()).isEqualTo(Scope.HOST);
        assertThat(world.onlyFired().silence()).isEqualTo("threshold: 13");
    }

    @Test
    void perSubtreeTwoHalvesOfARateAreNotOne() {
        World world = new World(rule("forks_per_sec", "threshold", 10L, "duration", 2.0, "scope", "subtree"));
        Proc one = world.exists(300, world.init, "one");
        Proc two = world.exists(301, world.init, "two");
        world.snapshot();
        toWholeSecond(world);
        for (int second = 0; second < 4; second++) {
            forks(world, one, 8);
            forks(world, two, 8);
            world.pass(1000);
        }
        assertThat(world.fired()).isEmpty();
        for (int second = 0; second < 4; second++) {
            forks(world, two, 20);
            world.pass(1000);
        }
        assertThat(world.onlyFired().subject().process().pid()).isEqualTo(two.pid);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(two.pid);
    }

    @Test
    void lostForksCountForTheHostAndMakeSubtreesALowerBound() {
        World world = new World(
                RATE, World.named("tree", "forks_per_sec", "threshold", 5L, "duration", 2.0, "scope", "subtree"));
        Proc app = app(world);
        toWholeSecond(world);
        for (int second = 0; second < 3; second++) {
            forks(world, app, 8);
            world.lost(RecordType.FORK, 8);
            world.pass(1000);
        }
        assertThat(world.fired()).hasSize(2).anySatisfy(a -> {
            assertThat(a.rule()).isEqualTo("forks_per_sec");
            assertThat(a.value()).isEqualTo(16);
            assertThat(a.lowerBound()).isFalse();
        });
        assertThat(world.fired()).anySatisfy(a -> {
            assertThat(a.rule()).isEqualTo("tree");
            assertThat(a.value()).isEqualTo(8);
            assertThat(a.lowerBound()).isTrue();
        });
    }

    @Test
    void burstCountsWithinTheWindowOnly() {
        World world = new World(BURST);
        Proc app = app(world);
        forks(world, app, 20);
        world.pass(5500);
        forks(world, app, 20);
        world.pass(500);
        assertThat(world.fired()).isEmpty();
        forks(world, app, 10);
        world.pass(400);
        assertThat(world.onlyFired().value()).isEqualTo(30);
    }

    @Test
    void runawayTreeSumsGenerationsButNotNeighbours() {
        World world = new World(rule("runaway_tree", "threshold", 40L, "window_seconds", 5.0));
        Proc root = app(world);
        Proc neighbour = world.exists(301, world.init, "neighbour");
        world.snapshot();
        forks(world, neighbour, 30);
        Proc generation = root;
        for (int i = 0; i < 30; i++) generation = world.fork(generation);
        world.pass(400);
        assertThat(world.fired()).isEmpty();
        for (int i = 0; i < 10; i++) generation = world.fork(generation);
        world.pass(400);
        assertThat(world.onlyFired().value()).isEqualTo(40);
        assertThat(root.startNs).isLessThan(generation.startNs);
    }

    @Test
    void runawayTreeByCpuNeedsASecondProcess() {
        Rule rule = rule("runaway_tree", "window_seconds", 3.0, "cpu_pct", 90.0);
        World alone = new World(rule);
        app(alone).busy = 1;
        alone.pass(6000);
        assertThat(alone.fired()).isEmpty();

        World family = new World(rule);
        Proc root = app(family);
        root.busy = 0.4;
        family.fork(root).busy = 0.4;
        family.fork(root).busy = 0.4;
        family.pass(6000);
        assertThat(family.onlyFired().subject().process().pid()).isEqualTo(root.pid);
        assertThat(family.onlyFired().value()).isBetween(115.0, 125.0);
    }

    @Test
    void shortJobsAreCountedFromExecToExit() {
        World world = new World(rule(
                "short_job_flood",
                "threshold",
                20L,
                "window_seconds",
                5.0,
                "max_exec_duration_ms",
                500L,
                "scope",
                "subtree"));
        Proc app = app(world);
        for (int i = 0; i < 30; i++) world.exit(world.fork(app));
        Proc[] longer = new Proc[30];
        for (int i = 0; i < longer.length; i++) longer[i] = world.spawn(app, "/bin/sleep", "sleep", "1");
        world.pass(600);
        for (Proc each : longer) world.exit(each);
        world.pass(400);
        assertThat(world.fired()).isEmpty();
        for (int i = 0; i < 20; i++) world.exit(world.spawn(app, "/bin/true", "true"));
        world.pass(400);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(app.pid);
        assertThat(world.onlyFired().blame().offender().repeatedExecutable()).isNotNull();
    }
}
