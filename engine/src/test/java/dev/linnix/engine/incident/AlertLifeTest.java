package dev.linnix.engine.incident;

import static dev.linnix.engine.World.named;
import static dev.linnix.engine.World.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Does an alert live as it should: pending, firing, resolved, reopened, withdrawn; and do incidents join what belongs together? */
class AlertLifeTest {
    private static final Rule CPU = rule("subtree_cpu_pct", "threshold", 50.0, "duration", 3.0);

    private static Proc app(World world, int pid) {
        Proc app = world.exists(pid, world.init, "app" + pid);
        world.snapshot();
        return app;
    }

    private static List<AlertState> states(World world) {
        return world.alerts.stream().map(Alert::state).toList();
    }

    @Test
    void pendingBeforeItHasLasted() {
        World world = new World(CPU);
        app(world, 300).busy = 1;
        world.pass(2500);
        assertThat(world.fired()).isEmpty();
        assertThat(world.engine.pending()).isTrue();
        world.pass(3000);
        assertThat(world.fired()).hasSize(1);
        assertThat(world.engine.pending()).isFalse();
    }

    @Test
    void resolvesAfterFiveSecondsBelowEightTenths() {
        World world = new World(CPU);
        Proc app = app(world, 300);
        app.busy = 1;
        world.pass(5000);
        app.busy = 0.45;
        world.pass(10_000);
        assertThat(states(world)).containsExactly(AlertState.FIRING);
        app.busy = 0.3;
        world.pass(5000);
        assertThat(states(world)).containsExactly(AlertState.FIRING);
        world.pass(3000);
        assertThat(states(world)).containsExactly(AlertState.FIRING, AlertState.RESOLVED);
        assertThat(world.incidents.getLast().state()).isEqualTo(AlertState.RESOLVED);
    }

    @Test
    void resolvesAtOnceWhenTheOffenderIsGone() {
        World world = new World(CPU);
        Proc app = app(world, 300);
        app.busy = 1;
        world.pass(5000);
        world.exit(app);
        world.pass(2500);
        assertThat(states(world)).containsExactly(AlertState.FIRING, AlertState.RESOLVED);
    }

    @Test
    void firingAgainWithinTheCooldownReopensTheSameAlertAndIncident() {
        World world = new World(CPU);
        Proc app = app(world, 300);
        app.busy = 1;
        world.pass(5000);
        app.busy = 0;
        world.pass(10_000);
        app.busy = 1;
        world.pass(6000);
        assertThat(states(world)).containsExactly(AlertState.FIRING, AlertState.RESOLVED, AlertState.FIRING);
        assertThat(world.alerts.stream().map(Alert::id).distinct()).hasSize(1);
        assertThat(world.incidents.stream().map(Incident::id).distinct()).hasSize(1);
    }

    @Test
    void firingAgainAfterTheCooldownIsANewAlert() {
        World world = new World(CPU);
        Proc app = app(world, 300);
        app.busy = 1;
        world.pass(5000);
        app.busy = 0;
        world.pass(45_000);
        app.busy = 1;
        world.pass(6000);
        assertThat(world.fired().stream().map(Alert::id).distinct()).hasSize(2);
        assertThat(world.incidents.stream().map(Incident::id).distinct()).hasSize(2);
    }

    @Test
    void aSecondOffenderIsNotSilencedByTheCooldownOfTheFirst() {
        World world = new World(CPU);
        app(world, 300).busy = 1;
        world.pass(6000);
        app(world, 301).busy = 1;
        world.pass(6000);
        assertThat(world.fired()).hasSize(2);
        assertThat(world.fired().stream().map(Alert::incidentId).distinct()).hasSize(2);
    }

    @Test
    void alertsOfOneTreeAreOneIncident() {
        World world = new World(CPU, named("tree", "runaway_tree", "window_seconds", 3.0, "cpu_pct", 150.0));
        Proc root = app(world, 300);
        world.fork(root).busy = 1;
        world.pass(6000);
        world.fork(root).busy = 1;
        world.pass(6000);
        assertThat(world.fired()).hasSize(2);
        assertThat(world.fired().stream().map(Alert::incidentId).distinct()).hasSize(1);
        assertThat(world.incidents.getLast().alerts()).hasSize(2);
    }

    @Test
    void alertsThatDoNotOverlapWithinThirtySecondsAreTwoIncidents() {
        World world = new World(CPU, named("fds", "fd_exhaustion", "threshold_pct", 80.0, "duration", 0.0));
        Proc app = app(world, 300);
        app.busy = 1;
        world.pass(6000);
        app.busy = 0;
        world.pass(60_000);
        app.fds = 1000;
        world.pass(3000);
        assertThat(world.fired().stream().map(Alert::incidentId).distinct()).hasSize(2);
    }

    @Test
    void aReloadKeepsEqualRulesAndWithdrawsTheOthers() {
        Rule other = named("fds", "fd_exhaustion", "threshold_pct", 80.0, "duration", 0.0);
        World world = new World(CPU, other);
        Proc app = app(world, 300);
        app.busy = 1;
        app.fds = 1000;
        world.pass(5000);
        assertThat(world.fired()).hasSize(2);
        world.engine.reload(new RuleSet(List.of(CPU)));
        world.pass(3000);
        assertThat(world.alerts).hasSize(3);
        assertThat(world.alerts.getLast().state()).isEqualTo(AlertState.WITHDRAWN);
        assertThat(world.alerts.getLast().rule()).isEqualTo("fds");
        assertThat(world.engine.view().status().firing()).isEqualTo(1);
    }

    @Test
    void aReloadKeepsTheWindowsOfUnchangedRules() {
        Rule burst = rule("fork_burst", "threshold", 30L, "window_seconds", 5.0, "scope", "host");
        World world = new World(burst);
        Proc app = app(world, 300);
        for (int i = 0; i < 20; i++) world.exit(world.fork(app));
        world.engine.reload(new RuleSet(List.of(burst, CPU)));
        for (int i = 0; i < 10; i++) world.exit(world.fork(app));
        world.pass(400);
        assertThat(world.onlyFired().value()).isEqualTo(30);
    }

    @Test
    void sameInputSameIds() {
        assertThat(ids()).isEqualTo(ids()).isNotEmpty();
    }

    private static List<String> ids() {
        World world = new World(CPU);
        app(world, 300).busy = 1;
        world.pass(6000);
        return world.alerts.stream()
                .map(a -> a.id() + a.incidentId() + a.value())
                .toList();
    }

    @Test
    void workersThatComeAndGoAreEachAlertedOnceAndNoneAfterItsEnd() {
        World world = new World(rule("forks_per_sec", "threshold", 20L, "duration", 2.0, "scope", "subtree"));
        Proc supervisor = app(world, 300);
        for (int i = 0; i < 12; i++) {
            Proc worker = world.fork(supervisor);
            for (int fork = 0; fork < 250; fork++) {
                world.exit(world.fork(worker));
                world.pass(20);
            }
            world.exit(worker);
        }
        assertThat(world.fired()).hasSize(12).allMatch(a -> a.blame().offender().alive());
        assertThat(world.fired().stream().map(Alert::id)).doesNotHaveDuplicates();
        assertThat(world.alerts.stream().filter(a -> a.state() == AlertState.RESOLVED))
                .hasSizeBetween(11, 12);
    }

    @Test
    void incidentsShowThePeakThatAlertsShow() {
        World world = new World(CPU);
        Proc app = app(world, 300);
        app.busy = 1;
        world.pass(6000);
        app.busy = 3;
        world.pass(6000);
        double peak = world.engine.view().alerts(1).getFirst().peak();
        assertThat(peak).isGreaterThan(250);
        assertThat(world.engine
                        .view()
                        .incidents(1)
                        .getFirst()
                        .alerts()
                        .getFirst()
                        .peak())
                .isEqualTo(peak);
    }

    @Test
    void aReloadThatCannotBeUsedChangesNothing() {
        World world = new World(CPU);
        app(world, 300).busy = 1;
        world.pass(6000);
        List<Rule> many = new java.util.ArrayList<>();
        for (long i = 1; i <= 9; i++) {
            many.add(named(
                    "jobs" + i,
                    "short_job_flood",
                    "threshold",
                    10L,
                    "window_seconds",
                    5.0,
                    "max_exec_duration_ms",
                    i,
                    "scope",
                    "host"));
        }
        assertThatThrownBy(() -> world.engine.reload(new RuleSet(many))).hasMessageContaining("at most 8");
        assertThat(world.engine.view().status().rules()).isEqualTo(1);
        assertThat(world.engine.view().status().firing()).isEqualTo(1);
    }

    private static void storm(World world, Proc by, int seconds) {
        for (int i = 0; i < seconds * 50; i++) {
            world.exit(world.fork(by));
            world.pass(20);
        }
    }

    @Test
    void aSecondStormOfTheHostWithinTheCooldownIsBlamedOnWhoCausesIt() {
        World world = new World(rule("forks_per_sec", "threshold", 20L, "duration", 2.0, "scope", "host"));
        Proc first = app(world, 300);
        storm(world, first, 4);
        world.exit(first);
        world.pass(8000);
        Proc second = app(world, 301);
        storm(world, second, 4);
        assertThat(world.fired()).hasSize(2);
        assertThat(world.fired().getLast().blame().offender().process().pid()).isEqualTo(second.pid);
        assertThat(world.fired().stream().map(Alert::incidentId).distinct()).hasSize(2);
    }

    @Test
    void aStormThatAnotherTakesOverIsAnotherAlert() {
        World world = new World(rule("forks_per_sec", "threshold", 20L, "duration", 2.0, "scope", "host"));
        Proc first = app(world, 300);
        Proc second = app(world, 301);
        storm(world, first, 4);
        world.exit(first);
        storm(world, second, 5);
        assertThat(world.fired()).hasSize(2);
        assertThat(world.fired().getLast().blame().offender().process().pid()).isEqualTo(second.pid);
        assertThat(states(world)).containsExactly(AlertState.FIRING, AlertState.RESOLVED, AlertState.FIRING);
    }
}
