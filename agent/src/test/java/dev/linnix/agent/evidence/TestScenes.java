package dev.linnix.agent.evidence;

import dev.linnix.agent.TestAlerts;
import dev.linnix.agent.evidence.run.HelperCommands;
import dev.linnix.agent.host.Host;
import dev.linnix.engine.HostFacts;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.model.Severity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Scenes made by hand. Their rule fires at noon, 9 s after boot. */
@NullMarked
public final class TestScenes {
    /** When the rule fires. */
    public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private TestScenes() {}

    /** {@return one about nobody on this host} */
    public static Scene scene() {
        return scene(Path.of("/proc"), null, NOON, List.of());
    }

    /** {@return one whose window is the minute before} */
    public static Scene scene(Path proc, @Nullable ProcessRef offender, Instant firedAt, List<ProcessInfo> processes) {
        return scene(proc, offender, firedAt, processes, new HelperCommands());
    }

    /** {@return one with these commands} */
    public static Scene scene(
            Path proc, @Nullable ProcessRef offender, Instant firedAt, List<ProcessInfo> processes, Commands commands) {
        return scene(proc, offender, firedAt, processes, LastMinute.UNKNOWN, commands);
    }

    /** {@return one before which this happened} */
    public static Scene scene(
            Path proc,
            @Nullable ProcessRef offender,
            Instant firedAt,
            List<ProcessInfo> processes,
            LastMinute minute,
            Commands commands) {
        Alert alert = TestAlerts.alert("a1", "stress forks 450 processes a second");
        Incident incident =
                new Incident("i1", AlertState.FIRING, Severity.HIGH, 1, 2, List.of(alert), HostLoad.UNKNOWN, null);
        Host host = new Host("host", "6.12.0", "b00t", 32768, true, new HostFacts(2, 1 << 30, 4096, 1, 0));
        return new Scene(
                incident,
                alert,
                offender,
                false,
                firedAt.minusSeconds(60),
                firedAt,
                firedAt,
                host,
                proc,
                () -> processes,
                () -> minute,
                commands);
    }
}
