package dev.linnix.engine.detect;

import static dev.linnix.engine.World.rule;
import static dev.linnix.engine.detect.Apps.MB;
import static dev.linnix.engine.detect.Apps.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.HostFacts;
import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.rule.Rule;
import org.junit.jupiter.api.Test;

/** Is growth told from size, from one large step, and from workers that replace each other? */
class MemoryGrowthTest {
    private static final Rule GROWTH =
            rule("memory_growth", "threshold", 50.0, "window_seconds", 10.0, "duration", 0.0);

    @Test
    void moreThanFiftyMegabytesInTenSeconds() {
        World world = new World(GROWTH);
        Proc app = app(world);
        app.anonBytes = (long) (2000 * MB);
        world.pass(13_000);
        app.growth = 4.8 * MB;
        world.pass(30_000);
        assertThat(world.fired()).isEmpty();
        app.growth = 6 * MB;
        world.pass(12_000);
        assertThat(world.onlyFired().value()).isBetween(50.0, 61.0);
        assertThat(world.onlyFired().message()).contains("MB gained within 10 s");
        app.growth = 0;
        world.pass(20_000);
        assertThat(world.alerts.getLast().state()).isEqualTo(AlertState.RESOLVED);
    }

    @Test
    void oneLargeStepIsNoGrowth() {
        World world = new World(GROWTH);
        Proc app = app(world);
        world.pass(5000);
        app.anonBytes += (long) (500 * MB);
        world.pass(2000);
        assertThat(world.engine.pending()).isTrue();
        world.pass(13_000);
        assertThat(world.fired()).isEmpty();
        assertThat(world.engine.pending()).isFalse();
    }

    @Test
    void childrenThatGrowTogetherAreOneSubject() {
        World world = new World(GROWTH);
        Proc app = app(world);
        for (int i = 0; i < 3; i++) world.fork(app).growth = 2.5 * MB;
        world.pass(15_000);
        assertThat(world.onlyFired().subject().process().pid()).isEqualTo(app.pid);
        assertThat(world.onlyFired().value()).isBetween(50.0, 76.0);
    }

    @Test
    void theChildThatGrowsIsBlamedNotItsParent() {
        World world = new World(GROWTH);
        Proc app = app(world);
        Proc leak = world.fork(app);
        world.fork(app).growth = 0.5 * MB;
        leak.growth = 8 * MB;
        world.pass(15_000);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(leak.pid);
    }

    @Test
    void workersThatReplaceEachOtherAreNoGrowth() {
        World world = new World(GROWTH);
        Proc pool = app(world);
        Proc[] workers = new Proc[3];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = world.fork(pool);
            workers[i].anonBytes = (long) (45 * MB);
        }
        world.pass(15_000);
        for (int generation = 0; generation < 4; generation++) {
            for (int i = 0; i < workers.length; i++) {
                Proc next = world.spawn(pool, "/opt/worker", "worker");
                world.exit(workers[i]);
                workers[i] = next;
                next.growth = 8 * MB;
            }
            world.pass(6000);
            for (Proc worker : workers) worker.growth = 0;
            world.pass(15_000);
        }
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void whatAProgramNeedsToStartIsNoGrowth() {
        World world = new World(GROWTH);
        Proc app = world.spawn(app(world), "/opt/app", "app");
        app.growth = 200 * MB;
        world.pass(1900);
        app.growth = 0;
        world.pass(12_000);
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void theThresholdIsNeverInsideTheErrorOfTheCounters() {
        World world = new World(new HostFacts(64, 8L << 30, 4096, World.AGENT, (long) (32 * MB)), GROWTH);
        Proc app = app(world);
        app.growth = 6 * MB;
        world.pass(20_000);
        assertThat(world.fired()).isEmpty();
        app.growth = 8 * MB;
        world.pass(12_000);
        assertThat(world.onlyFired().threshold()).isEqualTo(64);
    }

    @Test
    void itMustHaveLastedForTheDuration() {
        World world = new World(rule("memory_growth", "threshold", 50.0, "window_seconds", 10.0, "duration", 10.0));
        Proc app = app(world);
        world.pass(12_000);
        app.growth = 6 * MB;
        world.pass(16_000);
        assertThat(world.fired()).isEmpty();
        assertThat(world.engine.pending()).isTrue();
        app.growth = 0;
        world.pass(15_000);
        app.growth = 6 * MB;
        world.pass(21_000);
        assertThat(world.fired()).hasSize(1);
    }

    @Test
    void snapshotsFurtherApartThanTheWindowAreTakenInProportion() {
        World world = new World(GROWTH);
        Proc app = app(world);
        for (int i = 0; i < 6; i++) {
            world.now += 20 * Rule.SECOND;
            app.anonBytes += (long) (90 * MB);
            world.snapshot();
            world.tick();
        }
        assertThat(world.fired()).isEmpty();
        for (int i = 0; i < 6; i++) {
            world.now += 20 * Rule.SECOND;
            app.anonBytes += (long) (120 * MB);
            world.snapshot();
            world.tick();
        }
        assertThat(world.onlyFired().value()).isEqualTo(60);
    }
}
