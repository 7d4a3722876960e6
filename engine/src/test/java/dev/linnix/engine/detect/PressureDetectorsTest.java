package dev.linnix.engine.detect;

import static dev.linnix.engine.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Do the detectors of pressure hold the right share of the right window against the threshold, and blame who fits? */
class PressureDetectorsTest {
    private static final double MB = 1 << 20;
    private static final Rule CPU = rule("system_psi_cpu", "threshold_pct", 40.0, "duration", 10.0);
    private static final Rule MEMORY = rule("system_psi_memory", "threshold_pct", 20.0, "duration", 15.0);
    private static final Rule IO = rule("system_psi_io", "threshold_pct", 50.0, "duration", 10.0);

    private static Proc app(World world, int pid) {
        Proc app = world.exists(pid, world.init, "app" + pid);
        world.snapshot();
        return app;
    }

    @Test
    void pressureThatLastsFires() {
        World world = new World(CPU);
        Readings readings = new Readings(world);
        readings.pass(20, 0.39, 0, 0);
        assertThat(world.fired()).isEmpty();
        readings.pass(12, 0.45, 0, 0);
        assertThat(world.onlyFired().value()).isBetween(40.1, 45.0);
        assertThat(world.onlyFired().subject().scope()).isEqualTo(Scope.HOST);
        assertThat(world.onlyFired().unit()).isEqualTo("percent of the time");
        assertThat(world.onlyFired().silence()).matches("threshold_pct: (4[5-9]|50)");
    }

    @Test
    void aBurstWeighsNoMoreThanItLasted() {
        World world = new World(MEMORY);
        Readings readings = new Readings(world);
        for (int i = 0; i < 5; i++) {
            readings.pass(2, 0, 1, 0);
            readings.pass(15, 0, 0, 0);
        }
        assertThat(world.fired()).isEmpty();
        readings.pass(4, 0, 1, 0);
        readings.pass(1, 0, 0, 0);
        assertThat(world.onlyFired().value()).isBetween(20.0, 26.7);
    }

    @Test
    void theWindowIsTheRulesOwn() {
        World world = new World(CPU, World.named("long", "system_psi_cpu", "threshold_pct", 40.0, "duration", 60.0));
        Readings readings = new Readings(world);
        readings.pass(60, 0, 0, 0);
        readings.pass(20, 0.9, 0, 0);
        assertThat(world.onlyFired().rule()).isEqualTo("system_psi_cpu");
        readings.pass(10, 0.9, 0, 0);
        assertThat(world.fired()).hasSize(2);
    }

    @Test
    void aWindowOfFiveMinutesIsRememberedWholeAndStillHasSomebodyToBlame() {
        World world = new World(World.named("long", "system_psi_cpu", "threshold_pct", 40.0, "duration", 300.0));
        Proc busy = app(world, 300);
        Readings readings = new Readings(world);
        readings.pass(300, 0, 0, 0);
        busy.busy = 0.9;
        readings.pass(118, 0.9, 0, 0);
        readings.pass(180, 0, 0, 0);
        assertThat(world.fired()).isEmpty();
        readings.pass(10, 1, 0, 0);
        assertThat(world.fired()).isEmpty();
        readings.pass(20, 1, 0, 0);
        assertThat(world.fired()).isEmpty();
        readings.pass(120, 0.9, 0, 0);
        assertThat(world.onlyFired().value()).isBetween(40.1, 41.0);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(busy.pid);
    }

    @ParameterizedTest
    @CsvSource({"120, 0", "300, 0", "301, 1"})
    void windowsOfLinnix0AreTakenUpToFiveMinutes(int seconds, int errors) {
        for (String detector : List.of("system_psi_cpu", "system_psi_memory", "system_psi_io")) {
            String rules = "- {name: a, detector: " + detector + ", threshold_pct: 40, duration: " + seconds + "}\n";
            assertThat(new RuleParser(DetectorTypes.load())
                            .parse("r.yaml", rules)
                            .problems())
                    .hasSize(errors);
        }
    }

    @Test
    void totalsFromBeforeTheFirstReadingDoNotCount() {
        World world = new World(CPU, MEMORY, IO);
        Readings readings = new Readings(world);
        readings.pass(30, 0, 0, 0);
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void pressureThatGoesOnWhileReadingsAreMissingStillFires() {
        World world = new World(CPU);
        Readings readings = new Readings(world);
        readings.pass(10, 0, 0, 0);
        readings.unread(9, 0.9, 0, 0);
        readings.tell();
        readings.pass(1, 0.9, 0, 0);
        assertThat(world.onlyFired().value()).isBetween(80.0, 91.0);
    }

    @Test
    void whatMayHaveBeenBeforeTheWindowDoesNotCount() {
        World world = new World(CPU);
        Readings readings = new Readings(world);
        readings.pass(10, 0, 0, 0);
        readings.unread(20, 1, 0, 0);
        readings.unread(20, 0, 0, 0);
        readings.tell();
        readings.pass(5, 0, 0, 0);
        assertThat(world.fired()).isEmpty();
    }

    @Test
    void totalsThatFallBeginAnew() {
        World world = new World(CPU);
        Readings readings = new Readings(world);
        readings.pass(5, 0.2, 0, 0);
        readings.cpuUs = 0;
        readings.pass(5, 0.2, 0, 0);
        assertThat(world.fired()).isEmpty();
        readings.pass(10, 0.9, 0, 0);
        assertThat(world.fired()).hasSize(1);
    }

    @Test
    void withoutAccountingNothingFiresAndTheStatusSaysWhy() {
        World world = new World(CPU, MEMORY);
        Readings readings = new Readings(world);
        for (int i = 0; i < 30; i++) {
            readings.unread(1, 0.9, 0, 0);
            readings.tell(readings.cpuUs, PressureRecord.UNKNOWN, PressureRecord.UNKNOWN);
        }
        assertThat(world.onlyFired().rule()).isEqualTo("system_psi_cpu");
        assertThat(world.engine.view().status().blindRules())
                .containsOnlyKeys("system_psi_memory")
                .hasValueSatisfying(new Condition<>(reason -> reason.contains("CONFIG_PSI"), "says what it needs"));
    }

    @Test
    void accountingThatBeginsLaterIsTakenUp() {
        World world = new World(CPU);
        Readings readings = new Readings(world);
        readings.tell(PressureRecord.UNKNOWN, PressureRecord.UNKNOWN, PressureRecord.UNKNOWN);
        readings.pass(10, 0.2, 0, 0);
        assertThat(world.fired()).isEmpty();
        assertThat(world.engine.view().status().blindRules()).isEmpty();
        readings.pass(10, 0.9, 0, 0);
        assertThat(world.fired()).hasSize(1);
    }

    @Test
    void whenReadingsStopNothingNewFiresAndTheStatusSaysSo() {
        World world = new World(World.rule("forks_per_sec", "threshold", 10L, "duration", 2.0, "scope", "host"));
        Readings readings = new Readings(world);
        readings.pass(12, 0.9, 0, 0);
        readings.unread(7, 0.9, 0, 0);
        world.engine.reload(new RuleSet(List.of(CPU)));
        readings.unread(5, 0.9, 0, 0);
        assertThat(world.fired()).isEmpty();
        assertThat(world.engine.view().status().blindRules()).containsOnlyKeys("system_psi_cpu");
    }

    @Test
    void resolvesWhenTheWindowIsCalm() {
        World world = new World(CPU);
        Readings readings = new Readings(world);
        readings.pass(15, 0.9, 0, 0);
        readings.pass(8, 0, 0, 0);
        assertThat(world.alerts).hasSize(1);
        readings.pass(10, 0, 0, 0);
        assertThat(world.alerts.getLast().state()).isEqualTo(AlertState.RESOLVED);
    }

    @Test
    void cpuIsBlamedOnTheSubtreeThatUsesIt() {
        World world = new World(CPU);
        Proc busy = app(world, 300);
        world.fork(busy).busy = 0.8;
        world.fork(busy).busy = 0.7;
        app(world, 301).busy = 0.3;
        new Readings(world).pass(15, 0.9, 0, 0);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(busy.pid);
        assertThat(world.onlyFired().blame().offender().share()).isBetween(0.8, 0.87);
    }

    @Test
    void cpuThatManyUseAlikeIsBlamedOnNobody() {
        World world = new World(CPU);
        for (int pid = 300; pid < 310; pid++) app(world, pid).busy = 0.2;
        new Readings(world).pass(15, 0.9, 0, 0);
        assertThat(world.onlyFired().blame().offender()).isNull();
        assertThat(world.onlyFired().blame().top()).hasSize(3);
    }

    @Test
    void memoryIsBlamedOnWhoGainsItNotOnWhoHoldsMost() {
        World world = new World(MEMORY);
        app(world, 300).anonBytes = (long) (4000 * MB);
        Proc leak = app(world, 301);
        Readings readings = new Readings(world);
        readings.pass(15, 0, 0, 0);
        leak.growth = 20 * MB;
        readings.pass(12, 0, 0.6, 0);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(leak.pid);
    }

    @Test
    void memoryThatNobodyGainsIsBlamedOnWhoHoldsIt() {
        World world = new World(MEMORY);
        Proc large = app(world, 300);
        large.anonBytes = (long) (4000 * MB);
        app(world, 301).growth = 0.1 * MB;
        Readings readings = new Readings(world);
        readings.pass(15, 0, 0, 0);
        readings.pass(12, 0, 0.6, 0);
        assertThat(world.onlyFired().blame().offender().process().pid()).isEqualTo(large.pid);
    }

    @Test
    void ioIsBlamedOnNobodyAndWhoWaitsIsListed() {
        World world = new World(IO);
        Proc busy = app(world, 300);
        busy.busy = 1;
        Proc waiting = app(world, 301);
        waiting.state = 2;
        Proc idle = app(world, 302);
        idle.state = 0x402;
        new Readings(world).pass(12, 0.9, 0, 0.9);
        assertThat(world.onlyFired().blame().offender()).isNull();
        assertThat(world.onlyFired().blame().hosted()).isEmpty();
        assertThat(world.onlyFired().blame().top())
                .extracting(o -> o.process().pid())
                .containsExactly(waiting.pid);
        assertThat(world.onlyFired().blame().top().getFirst().share()).isEqualTo(1);
    }
}
