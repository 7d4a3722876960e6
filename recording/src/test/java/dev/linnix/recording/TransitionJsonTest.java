package dev.linnix.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Blame;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.model.Severity;
import dev.linnix.engine.model.Subject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Are the lines those of the API, with the times of the engine, and is what is not known left out? */
class TransitionJsonTest {
    private static final ProcessRef SHELL = new ProcessRef(80, 5_000_000_000L, "sh");
    private static final ProcessRef BOMB = new ProcessRef(300, 9_000_000_000L, "bo\\\"mb");
    private static final Offender OFFENDER = new Offender(
            BOMB,
            "/opt/bomb",
            List.of("bomb", "\"changed_ns\":1"),
            false,
            1000,
            77,
            1,
            0.5,
            true,
            List.of(SHELL, BOMB),
            null);
    private static final Alert ALERT = new Alert(
            "a10000-1",
            "i10000-1",
            "storm",
            "fork_burst",
            Severity.HIGH,
            AlertState.RESOLVED,
            10_000_001_999L,
            17_000_000_000L,
            new Subject(Scope.SUBTREE, BOMB),
            new Blame(OFFENDER, List.of(), List.of(), null),
            31,
            Double.POSITIVE_INFINITY,
            20,
            "forks",
            5_000_000_000L,
            false,
            "31 forks",
            "threshold: 35");

    private final TransitionJson json = new TransitionJson("box", 1_700_000_000_000_000_000L);

    @Test
    void anAlert() {
        assertThat(Tape.text(json.line(ALERT)))
                .isEqualTo("{\"type\":\"alert\",\"id\":\"a10000-1\",\"incident_id\":\"i10000-1\",\"rule\":\"storm\","
                        + "\"detector\":\"fork_burst\",\"severity\":\"High\",\"state\":\"resolved\",\"message\":\"31 forks\","
                        + "\"host\":\"box\",\"time\":\"2023-11-14T22:13:30.000001Z\",\"timestamp\":1700000010,"
                        + "\"changed\":\"2023-11-14T22:13:37Z\",\"subject\":{\"scope\":\"subtree\",\"process\":"
                        + "{\"pid\":300,\"start_ns\":9000000000,\"start\":\"2023-11-14T22:13:29Z\",\"comm\":\"bo\\\\\\\"mb\"}},"
                        + "\"offender\":" + OFFENDER_JSON + ",\"offenders\":[" + OFFENDER_JSON + "],\"candidates\":[],"
                        + "\"value\":31.0,\"threshold\":20.0,\"unit\":\"forks\",\"window_seconds\":5.0,"
                        + "\"lower_bound\":false,\"silence\":\"threshold: 35\",\"fired_ns\":10000001999,"
                        + "\"changed_ns\":17000000000}\n");
    }

    private static final String OFFENDER_JSON = "{\"pid\":300,\"start_ns\":9000000000,"
            + "\"start\":\"2023-11-14T22:13:29Z\",\"comm\":\"bo\\\\\\\"mb\",\"executable\":\"/opt/bomb\","
            + "\"args\":[\"bomb\",\"\\\"changed_ns\\\":1\"],\"args_cut\":false,\"uid\":1000,\"cgroup_id\":77,"
            + "\"share\":1.0,\"own_share\":0.5,\"alive\":true,\"path\":[{\"pid\":80,\"start_ns\":5000000000,"
            + "\"start\":\"2023-11-14T22:13:25Z\",\"comm\":\"sh\"},{\"pid\":300,\"start_ns\":9000000000,"
            + "\"start\":\"2023-11-14T22:13:29Z\",\"comm\":\"bo\\\\\\\"mb\"}]}";

    @Test
    void anIncident() {
        HostLoad load = new HostLoad(12.5, null, null, null, List.of(0.5, 1.25, 2.0));
        Incident incident = new Incident(
                "i10000-1",
                AlertState.FIRING,
                Severity.MEDIUM,
                10_000_000_000L,
                11_000_000_000L,
                List.of(ALERT),
                load,
                null);
        assertThat(Tape.text(json.line(incident)))
                .isEqualTo("{\"type\":\"incident\",\"id\":\"i10000-1\",\"state\":\"firing\",\"severity\":\"Medium\","
                        + "\"opened\":\"2023-11-14T22:13:30Z\",\"opened_ns\":10000000000,"
                        + "\"changed\":\"2023-11-14T22:13:31Z\",\"changed_ns\":11000000000,\"alerts\":[\"a10000-1\"],"
                        + "\"psi_cpu\":12.5,\"load_avg\":[0.5,1.25,2.0]}\n");
    }

    @Test
    void theTimeOfALineIsNotFoundInItsTexts() {
        assertThat(TransitionJson.changedNs(json.line(ALERT))).isEqualTo(17_000_000_000L);
        assertThat(TransitionJson.changedNs("{}\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Long.MAX_VALUE);
    }
}
