package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.TestAlerts;
import dev.linnix.agent.api.json.IncidentJson;
import dev.linnix.agent.host.Cgroups;
import dev.linnix.agent.host.WallClock;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.Severity;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Is what the host looked like shown by the names and in the units older clients know? */
final class IncidentViewTest {
    private final Views views = new Views("host", 1 << 30, WallClock.system(), Cgroups.open());

    @SuppressWarnings("unchecked")
    private Map<String, Object> show(AlertState state, HostLoad load, @Nullable Double after) {
        Incident incident =
                new Incident("i1", state, Severity.HIGH, 1, 2, List.of(TestAlerts.alert("a1", "message")), load, after);
        String json = Jsonb.instance().type(IncidentJson.class).toJson(views.incident(incident, List.of()));
        return (Map<String, Object>) TestApi.json(json);
    }

    @Test
    void theLoadOfTheHost() {
        HostLoad load = new HostLoad(41.5, 10.25, 5.5, 25.5, List.of(1.5, 0.75, 12.0));
        assertThat(show(AlertState.RESOLVED, load, 3.5))
                .containsEntry("psi_cpu", 41.5)
                .containsEntry("psi_memory", 10.25)
                .containsEntry("psi_io", 5.5)
                .containsEntry("cpu_percent", 25.5)
                .containsEntry("load_avg", "1.50,0.75,12.00")
                .containsEntry("psi_after", 3.5);
    }

    @Test
    void whatIsNotKnownIsNull() {
        assertThat(show(AlertState.FIRING, HostLoad.UNKNOWN, null))
                .containsEntry("psi_cpu", null)
                .containsEntry("psi_memory", null)
                .containsEntry("psi_io", null)
                .containsEntry("cpu_percent", null)
                .containsEntry("load_avg", null)
                .containsEntry("psi_after", null);
    }
}
