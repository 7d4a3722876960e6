package dev.linnix.engine.detect;

import static dev.linnix.engine.World.rule;
import static dev.linnix.engine.detect.Apps.MB;
import static dev.linnix.engine.detect.Apps.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.HostFacts;
import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.rule.Rule;
import org.junit.jupiter.api.Test;

/** Do the detectors of CPU, memory and descriptors fire exactly when their definition says so? */
class ResourceDetectorsTest {
    private static final Rule CPU = rule("subtree_cpu_pct", "threshold", 50.0, "duration", 5.0);
    private static final Rule LEAK = rule("subtree_rss_mb", "threshold", 50.0, "duration", 2.0, "growing", true);

    @Test
    void cpuOfFourCoresIsFourHundred() {
        World world = new World(CPU);
        app(world).busy = 4;
        world.pass(7000);
        assertThat(world.onlyFired().value()).isBetween(395.0, 405.0);
    }

    @Test
    void aSpikeShorterThanTheDurationIsQuiet() {
        World world = new World(CPU);
        Proc app = app(world);
        app.busy = 4;
        world.pass(3500);
        app.busy = 0;
        world.pass(5000);
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void liveDescendantsCountAndTheOldHistoryOfASeededProcessDoesNot() {
        World world = new World(CPU);
        Proc app = app(world);
        app.cpuNs = 500 * Rule.SECOND;
        world.pass(6000);
        assertThat(world.fired()).hasSize(0);
        world.fork(app).busy = 0.3;
        world.fork(app).busy = 0.3;
        world.pass(7000);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(app.pid);
    }

    @Test
    void aLeakFiresAndAWarmUpDoesNot() {
        World world = new World(LEAK);
        Proc app = app(world);
        app.anonBytes = (long) (200 * MB);
        world.pass(15_000);
        assertThat(world.fired()).isEmpty();
        app.growth = 2 * MB;
        world.pass(8000);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(app.pid);
        assertThat(world.onlyFired().unit()).isEqualTo("MB");
    }

    @Test
    void oneStepUpIsNoGrowth() {
        World world = new World(LEAK);
        Proc app = app(world);
        app.anonBytes = (long) (200 * MB);
        world.pass(15_000);
        app.anonBytes += (long) (100 * MB);
        world.pass(8000);
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void copyOnWriteChildrenAreNoGrowth() {
        World world = new World(LEAK);
        Proc app = app(world);
        app.anonBytes = (long) (100 * MB);
        world.pass(3000);
        for (int i = 0; i < 10; i++) {
            world.fork(app);
            world.pass(1000);
        }
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void aProgramThatLoadsItselfInTheFirstTwoSecondsIsNoGrowth() {
        World world = new World(LEAK);
        Proc app = world.spawn(app(world), "/opt/app", "app");
        app.growth = 60 * MB;
        world.pass(1900);
        app.growth = 0;
        world.pass(10_000);
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void sharedMemoryCountsOncePerSubtree() {
        World world = new World(rule("subtree_rss_mb", "threshold", 150.0, "duration", 0.0, "growing", false));
        Proc app = app(world);
        app.sharedBytes = (long) (100 * MB);
        Proc child = world.fork(app);
        child.sharedBytes = (long) (100 * MB);
        world.pass(3000);
        assertThat(world.fired()).isEmpty();
        app.anonBytes = (long) (60 * MB);
        world.pass(3000);
        assertThat(world.onlyFired().value()).isBetween(161.0, 163.0);
    }

    @Test
    void theThresholdOfGrowthIsNeverInsideTheErrorOfTheCounters() {
        World world = new World(new HostFacts(64, 8L << 30, 4096, World.AGENT, (long) (32 * MB)), LEAK);
        Proc app = app(world);
        app.anonBytes = (long) (200 * MB);
        world.pass(15_000);
        app.growth = 5 * MB;
        world.pass(12_000);
        assertThat(world.fired()).isEmpty();
        app.growth = 10 * MB;
        world.pass(10_000);
        assertThat(world.fired()).hasSize(1);
    }

    @Test
    void shareOfTheDescriptorLimit() {
        World world = new World(rule("fd_exhaustion", "threshold_pct", 80.0, "duration", 2.0));
        Proc app = app(world);
        app.fds = 818;
        world.pass(6000);
        assertThat(world.fired()).isEmpty();
        app.fds = 820;
        world.pass(1500);
        assertThat(world.fired()).isEmpty();
        world.pass(3000);
        assertThat(world.onlyFired().subject().process().pid()).isEqualTo(app.pid);
        assertThat(world.onlyFired().message()).contains("820 of 1024");
    }

    @Test
    void exhaustionIsForeseenFromTheSlope() {
        World world =
                new World(rule("fd_exhaustion", "threshold_pct", 95.0, "exhaustion_seconds", 20.0, "duration", 0.0));
        Proc app = app(world);
        app.fdLimit = 10_000;
        for (int second = 0; second < 12; second++) {
            app.fds += 100;
            world.pass(1000);
        }
        assertThat(world.fired()).isEmpty();
        for (int second = 0; second < 6; second++) {
            app.fds += 600;
            world.pass(1000);
        }
        assertThat(world.onlyFired().unit()).isEqualTo("s");
        assertThat(world.onlyFired().value()).isLessThanOrEqualTo(20);
    }

    @Test
    void workersThatTakeTurnsAreOneBusyTree() {
        World world = new World(CPU);
        Proc app = app(world);
        Proc one = world.fork(app);
        Proc two = world.fork(app);
        for (int turn = 0; turn < 6; turn++) {
            one.busy = turn % 2 == 0 ? 1 : 0;
            two.busy = turn % 2 == 0 ? 0 : 1;
            world.pass(2000);
        }
        assertThat(world.onlyFired().subject().process().pid()).isEqualTo(app.pid);
    }

    @Test
    void aRunawayTreeIsWidenedToItsSecondBusyProcess() {
        World world = new World(rule("runaway_tree", "window_seconds", 3.0, "cpu_pct", 75.0));
        Proc app = app(world);
        world.fork(app).busy = 1;
        world.fork(app).busy = 0.2;
        world.pass(6000);
        assertThat(world.onlyFired().subject().process().pid()).isEqualTo(app.pid);
    }

    @Test
    void aCpuRunawayIsBlamedByCpuThoughOthersFork() {
        World world = new World(rule("runaway_tree", "threshold", 100L, "window_seconds", 5.0, "cpu_pct", 90.0));
        Proc app = app(world);
        world.fork(app).busy = 0.7;
        world.fork(app).busy = 0.7;
        Proc[] services = new Proc[40];
        for (int i = 0; i < services.length; i++) services[i] = world.exists(400 + i, world.init, "service" + i);
        for (int second = 0; second < 8; second++) {
            for (Proc service : services) world.exit(world.fork(service));
            world.pass(1000);
        }
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(app.pid);
    }

    @Test
    void aLeakThatPausesIsStillALeak() {
        World world = new World(rule("subtree_rss_mb", "threshold", 50.0, "duration", 30.0, "growing", true));
        Proc app = app(world);
        app.anonBytes = (long) (100 * MB);
        for (int i = 0; i < 6; i++) {
            app.growth = 2 * MB;
            world.pass(10_000);
            app.growth = 0;
            world.pass(4000);
        }
        assertThat(world.fired()).isNotEmpty();
    }

    @Test
    void theEditThatSilencesAShareIsOneTheRuleAllows() {
        World world = new World(rule("fd_exhaustion", "threshold_pct", 80.0, "duration", 0.0));
        app(world).fds = 1010;
        world.pass(3000);
        assertThat(world.onlyFired().silence()).isEqualTo("threshold_pct: 100");
    }

    @Test
    void initAndTheAgentAreNotBlamedForTheirDescriptors() {
        World world = new World(rule("fd_exhaustion", "threshold_pct", 80.0, "duration", 0.0));
        world.init.fds = 1000;
        world.agent.fds = 1000;
        world.pass(3000);
        assertThat(world.fired()).isEmpty();
    }
}
