package dev.linnix.agent;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Blame;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.model.Severity;
import dev.linnix.engine.model.Subject;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Alerts made by hand. */
@NullMarked
public final class TestAlerts {
    private TestAlerts() {}

    /** {@return an alert about process 42, which caused 90 % of it} */
    public static Alert alert(String id, String message) {
        ProcessRef process = new ProcessRef(42, 5_000_000_000L, "stress");
        Offender offender = new Offender(
                process,
                "/usr/bin/stress",
                List.of("stress", "--fork"),
                false,
                0,
                1,
                0.9,
                0.8,
                true,
                List.of(new ProcessRef(1, 1, "init"), process),
                null);
        return new Alert(
                id,
                "i1",
                "fork_storm",
                "forks_per_sec",
                Severity.HIGH,
                AlertState.FIRING,
                9_000_000_000L,
                9_000_000_000L,
                new Subject(Scope.SUBTREE, process),
                new Blame(offender, List.of(), List.of(), null),
                450,
                Double.POSITIVE_INFINITY,
                300,
                "forks/s",
                2_000_000_000L,
                false,
                message,
                "threshold: 451");
    }
}
