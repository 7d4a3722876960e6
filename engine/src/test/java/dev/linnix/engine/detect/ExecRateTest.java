package dev.linnix.engine.detect;

import static dev.linnix.engine.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleSet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Are the runs counted that match, within the window, and does their lifetime decide? */
class ExecRateTest {
    private static Rule matching(String regex) {
        return rule("exec_rate", "regex", regex, "rate_per_min", 60L, "median_lifetime", 2L);
    }

    private static Proc app(World world) {
        Proc app = world.exists(300, world.init, "app");
        world.snapshot();
        return app;
    }

    private static void briefRuns(World world, Proc parent, String path, int count) {
        for (int i = 0; i < count; i++) {
            Proc run = world.spawn(parent, path, path);
            world.pass(10);
            world.exit(run);
        }
    }

    @Test
    void onlyWhatMatchesCounts() {
        World world = new World(matching("^/opt/jobs/"));
        Proc app = app(world);
        briefRuns(world, app, "/bin/true", 500);
        briefRuns(world, app, "/home/me/opt/jobs/other", 100);
        briefRuns(world, app, "/opt/jobs/sync", 59);
        world.pass(1000);
        assertThat(world.fired()).isEmpty();
        briefRuns(world, app, "/opt/jobs/clean", 1);
        world.pass(1000);
        assertThat(world.onlyFired().value()).isEqualTo(60);
        assertThat(world.onlyFired().unit()).isEqualTo("runs/min");
        assertThat(world.onlyFired().subject().scope()).isEqualTo(Scope.HOST);
        assertThat(world.onlyFired().message()).contains("^/opt/jobs/");
        assertThat(world.onlyFired().silence()).isEqualTo("rate_per_min: 66");
    }

    @Test
    void aScriptIsFoundByItsCommandNameThoughItsExecutableIsAnother() {
        World world = new World(matching("^backup[.]sh$"));
        Proc app = app(world);
        MemorySegment segment = Arena.ofAuto().allocate(ExecRecord.LAYOUT.size(), 8);
        ExecRecord exec = new ExecRecord();
        for (int i = 0; i < 60; i++) {
            Proc script = world.fork(app);
            exec.begin(segment, 0, ++world.now);
            exec.pid(script.pid)
                    .startNs(script.startNs)
                    .parentPid(app.pid)
                    .parentStartNs(app.startNs)
                    .comm("backup.sh".getBytes(StandardCharsets.UTF_8));
            exec.image().set(0, 0).path("dash\0bin\0usr\0".getBytes(StandardCharsets.UTF_8));
            world.engine.accept(segment, 0, exec.layout().size());
            world.pass(10);
            world.exit(script);
        }
        world.pass(1000);
        assertThat(world.onlyFired().value()).isEqualTo(60);
    }

    @Test
    void theSamePathUnderAnotherNameIsLookedAtAnew() {
        World world = new World(matching("^app$"));
        Proc app = app(world);
        for (int i = 0; i < 40; i++) {
            briefRuns(world, app, "/usr/bin/app", 1);
            briefRuns(world, app, "/usr/bin/apple", 1);
        }
        world.pass(1000);
        assertThat(world.fired()).isEmpty();
        briefRuns(world, app, "/usr/bin/app", 20);
        world.pass(1000);
        assertThat(world.onlyFired().value()).isEqualTo(60);
    }

    @Test
    void runsThatLastAreQuiet() {
        World world = new World(matching("worker"));
        Proc app = app(world);
        Proc[] workers = new Proc[100];
        for (int i = 0; i < workers.length; i++) workers[i] = world.spawn(app, "/opt/worker", "worker");
        world.pass(4000);
        assertThat(world.fired()).isEmpty();
        for (Proc worker : workers) world.exit(worker);
        world.pass(2000);
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void aFewThatEndAtOnceDoNotSpeakForThoseThatStay() {
        World world = new World(matching("worker"));
        Proc app = app(world);
        for (int i = 0; i < 60; i++) world.spawn(app, "/opt/worker", "worker");
        briefRuns(world, app, "/opt/worker", 59);
        world.pass(1000);
        assertThat(world.fired()).isEmpty();
        briefRuns(world, app, "/opt/worker", 1);
        world.pass(1000);
        assertThat(world.fired()).hasSize(1);
    }

    @Test
    void lifetimesAreWholeSeconds() {
        World world = new World(rule("exec_rate", "regex", "job", "rate_per_min", 10L, "median_lifetime", 0L));
        Proc app = app(world);
        Proc[] jobs = new Proc[20];
        for (int i = 0; i < jobs.length; i++) jobs[i] = world.spawn(app, "/opt/job", "job");
        world.pass(1000);
        for (Proc job : jobs) world.exit(job);
        world.pass(1000);
        assertThat(world.fired()).isEmpty();
        for (int i = 0; i < jobs.length; i++) jobs[i] = world.spawn(app, "/opt/job", "job");
        world.pass(900);
        for (Proc job : jobs) world.exit(job);
        world.pass(1000);
        assertThat(world.fired()).hasSize(1);
    }

    @Test
    void theWindowIsAMinuteOfEventTime() {
        World world = new World(matching("true"));
        Proc app = app(world);
        briefRuns(world, app, "/bin/true", 40);
        world.pass(61_000);
        briefRuns(world, app, "/bin/true", 40);
        world.pass(1000);
        assertThat(world.fired()).isEmpty();
        world.pass(30_000);
        briefRuns(world, app, "/bin/true", 20);
        world.pass(1000);
        assertThat(world.fired()).hasSize(1);
        world.pass(70_000);
        assertThat(world.alerts.getLast().state()).isEqualTo(AlertState.RESOLVED);
    }

    @Test
    void whoForksThemIsBlamedAndNotTheirShells() {
        World world = new World(matching("^curl$"));
        Proc loop = app(world);
        Proc other = world.exists(301, world.init, "other");
        world.snapshot();
        briefRuns(world, other, "/bin/true", 300);
        for (int i = 0; i < 80; i++) {
            Proc shell = world.spawn(loop, "/bin/sh", "sh", "-c", "curl x");
            world.exit(world.spawn(shell, "/usr/bin/curl", "curl", "x"));
            world.exit(shell);
        }
        world.pass(1000);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(loop.pid);
    }

    @Test
    void aProcessThatRunsOneProgramAfterAnotherIsItselfTheCause() {
        World world = new World(matching("^step"));
        Proc chain = world.fork(app(world));
        for (int i = 0; i < 80; i++) {
            world.exec(chain, "/opt/step" + i % 2, "step");
            world.pass(20);
        }
        world.pass(1000);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(chain.pid);
        assertThat(world.onlyFired().blame().offender().ownShare()).isGreaterThan(0.9);
    }

    @Test
    void theNextExecEndsARun() {
        World world = new World(matching("^sh$"));
        Proc app = app(world);
        for (int i = 0; i < 60; i++) world.exec(world.spawn(app, "/bin/sh", "sh"), "/opt/daemon", "daemon");
        world.pass(1000);
        assertThat(world.fired()).hasSize(1);
    }

    @Test
    void aRateWithLossesIsALowerBound() {
        World world = new World(matching("true"));
        world.lost(RecordType.EXEC, 100);
        briefRuns(world, app(world), "/bin/true", 60);
        world.pass(1000);
        assertThat(world.onlyFired().lowerBound()).isTrue();
    }

    @Test
    void whatRunsWhenARuleGoesDoesNotCountForTheOneThatTakesItsPlace() {
        World world = new World(matching("worker"));
        Proc app = app(world);
        Proc[] workers = new Proc[50];
        for (int i = 0; i < workers.length; i++) workers[i] = world.spawn(app, "/opt/worker", "worker");
        world.pass(500);
        Rule next = rule("exec_rate", "regex", "true", "rate_per_min", 40L, "median_lifetime", 2L);
        world.engine.reload(new RuleSet(List.of(next)));
        for (Proc worker : workers) world.exit(worker);
        Proc[] lasting = new Proc[40];
        for (int i = 0; i < lasting.length; i++) lasting[i] = world.spawn(app, "/bin/true", "true");
        world.pass(3500);
        assertThat(world.fired()).isEmpty();
        briefRuns(world, app, "/bin/true", 40);
        world.pass(1000);
        assertThat(world.onlyFired().value()).isEqualTo(80);
    }
}
