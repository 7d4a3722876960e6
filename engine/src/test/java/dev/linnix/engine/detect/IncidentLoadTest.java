package dev.linnix.engine.detect;

import static dev.linnix.engine.World.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.linnix.engine.World;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.rule.Rule;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Does an incident keep what the host looked like when it opened, and how it was at its end? */
class IncidentLoadTest {
    private static final Rule CPU = rule("system_psi_cpu", "threshold_pct", 40.0, "duration", 10.0);
    private static final Rule FORKS = rule("forks_per_sec", "threshold", 50L, "duration", 1.0, "scope", "host");
    private static final Offset<Double> CLOSE = within(0.01);

    private static void storm(World world) {
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 10; j++) world.exit(world.fork(world.init));
            world.pass(100);
        }
    }

    private static HostLoad loadOfAStorm(World world) {
        storm(world);
        return world.incidents.getFirst().load();
    }

    @Test
    void anIncidentKeepsTheLoadOfItsOpening() {
        World world = new World(CPU);
        Readings readings = new Readings(world);
        readings.busy = 0.25;
        readings.loadX100 = new long[] {150, 75, 5};
        readings.pass(20, 0.2, 0.1, 0.05);
        readings.pass(12, 0.6, 0.1, 0.05);
        readings.busy = 1;
        readings.loadX100 = new long[] {900, 800, 700};
        readings.pass(30, 0.03, 0, 0);

        Incident last = world.incidents.getLast();
        assertThat(world.incidents.getFirst().cpuStallAfter()).isNull();
        assertThat(last.state()).isEqualTo(AlertState.RESOLVED);
        HostLoad load = last.load();
        assertThat(load).isEqualTo(world.incidents.getFirst().load());
        assertThat(load.cpuStallPercent()).isCloseTo(world.alerts.getFirst().value(), CLOSE);
        assertThat(load.memoryStallPercent()).isCloseTo(10, CLOSE);
        assertThat(load.ioStallPercent()).isCloseTo(5, CLOSE);
        assertThat(load.cpuPercent()).isCloseTo(25, CLOSE);
        assertThat(load.loadAverages()).containsExactly(1.5, 0.75, 0.05);
        assertThat(last.cpuStallAfter()).isCloseTo(3, CLOSE);
    }

    @Test
    void nothingIsSaidOfAHostThatIsNotRead() {
        World world = new World(FORKS);
        assertThat(loadOfAStorm(world)).isEqualTo(HostLoad.UNKNOWN);
        World silent = new World(FORKS);
        Readings readings = new Readings(silent);
        readings.pass(20, 0.5, 0, 0);
        readings.unread(6, 0.5, 0, 0);
        assertThat(loadOfAStorm(silent)).isEqualTo(HostLoad.UNKNOWN);
    }

    @Test
    void aKernelThatAccountsNoPressureStillTellsItsLoad() {
        World world = new World(FORKS);
        Readings readings = new Readings(world);
        readings.busy = 0.5;
        for (int i = 0; i < 3; i++) {
            readings.unread(1, 0, 0, 0);
            readings.tell(PressureRecord.UNKNOWN, PressureRecord.UNKNOWN, PressureRecord.UNKNOWN);
        }
        HostLoad load = loadOfAStorm(world);
        assertThat(load.cpuStallPercent()).isNull();
        assertThat(load.cpuPercent()).isCloseTo(50, CLOSE);
    }
}
