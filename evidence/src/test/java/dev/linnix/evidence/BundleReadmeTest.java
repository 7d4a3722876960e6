package dev.linnix.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.recording.json.AlertJson;
import dev.linnix.recording.json.OffenderJson;
import dev.linnix.recording.json.ProcessRefJson;
import dev.linnix.recording.json.SubjectJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Does a person who was not there find who, since when, what is lost and what is missing? */
final class BundleReadmeTest {
    private static final ProcessRefJson INIT = new ProcessRefJson(1, 1, "2026-01-31T08:00:00Z", "init");
    private static final ProcessRefJson BOMB = new ProcessRefJson(42, 5, "2026-01-31T11:59:58Z", "bomb");

    private static AlertJson alert(String rule, String state, List<OffenderJson> offenders) {
        return new AlertJson(
                "a-" + rule,
                "i7",
                rule,
                "forks_per_sec",
                "High",
                state,
                "bomb (pid 42) forks 450 processes a second",
                "web1",
                "2026-01-31T12:00:00Z",
                1,
                "2026-01-31T12:00:09Z",
                new SubjectJson("host", null),
                offenders.isEmpty() ? null : offenders.getFirst(),
                offenders,
                null,
                List.of(),
                450.0,
                512.5,
                300.0,
                "forks/s",
                2,
                false,
                "threshold: 451");
    }

    private static OffenderJson offender() {
        return new OffenderJson(
                42,
                5,
                BOMB.start(),
                "bomb",
                "/usr/bin/bash",
                List.of("bash", "bomb.sh"),
                false,
                1000,
                "/user.slice",
                7,
                0.9,
                0.1,
                true,
                List.of(INIT, BOMB),
                "/usr/bin/true");
    }

    private static Manifest manifest(List<AlertJson> alerts, Map<String, Long> loss) {
        return new Manifest(
                Manifest.FORMAT,
                "i7",
                1,
                "incident-20260131T120000Z-fork_storm-i7.tar.zst",
                List.of(),
                List.of("incident-20260131T120000Z-fork_storm-i7.2.tar.zst"),
                "2026-01-31T12:00:01Z",
                "linnix 0.1.0",
                "web1",
                "6.12.0",
                "b00t",
                "fork_storm",
                "fork_storm bash",
                "2026-01-31T11:59:00Z",
                "2026-01-31T12:00:00Z",
                "2026-01-31T12:00:00Z",
                alerts,
                loss,
                List.of(
                        new Manifest.CollectorInfo("pressure", "ok", List.of(), 3),
                        new Manifest.CollectorInfo(
                                "offender", "denied", List.of("memory map: denied: needs CAP_SYS_PTRACE"), 12)),
                List.of(
                        new Manifest.FileInfo("README.txt", null, 1, "", false),
                        new Manifest.FileInfo("recording.linnix", null, 123456, "", false),
                        new Manifest.FileInfo("pressure/cpu", "pressure", 90, "", true)));
    }

    private static String text(List<AlertJson> alerts, Map<String, Long> loss) {
        return BundleReadme.text(manifest(alerts, loss), name -> "About " + name + ".");
    }

    @Test
    void whoAndSinceWhenAndWhy() {
        assertThat(text(List.of(alert("fork_storm", "firing", List.of(offender()))), Map.of()))
                .contains("fork_storm on web1, 2026-01-31T12:00:00Z")
                .contains("bomb (pid 42) forks 450 processes a second")
                .contains("450 forks/s within 2 s, against a threshold of 300")
                .contains("bash bomb.sh  [/usr/bin/bash]")
                .contains("init (1) > bomb (42)")
                .contains("started      2026-01-31T11:59:58Z")
                .contains("goes on      yes")
                .contains("90 % of it with what it forked")
                .contains("Nothing that was to be seen was lost")
                .doesNotContain("What else fired");
    }

    @Test
    void whatIsThereAndWhatIsNot() {
        assertThat(text(List.of(alert("fork_storm", "firing", List.of(offender()))), Map.of()))
                .contains("About pressure.")
                .contains("pressure/cpu, 90 bytes, cut at its limit")
                .contains("linnix replay recording.linnix")
                .contains("offender (denied, after 12 ms): memory map: denied: needs CAP_SYS_PTRACE")
                .contains("linnix bundles verify incident-20260131T120000Z-fork_storm-i7.tar.zst")
                .contains("To follow: incident-20260131T120000Z-fork_storm-i7.2.tar.zst");
    }

    @Test
    void lossIsToldAndSoIsTheEndAndWhatElseFired() {
        List<AlertJson> alerts = List.of(
                alert("fork_storm", "resolved", List.of(offender())),
                alert("exec_rate", "resolved", List.of(offender())));
        assertThat(text(alerts, Map.of("lifecycle: ring full", 12L)))
                .contains("- 12 lifecycle: ring full")
                .contains("goes on      no, it was over at 2026-01-31T12:00:09Z")
                .contains("What else fired")
                .contains("exec_rate, resolved");
    }

    @Test
    void nobodyToBlame() {
        assertThat(text(List.of(alert("fork_storm", "firing", List.of())), Map.of()))
                .contains("to blame     no single process");
        assertThat(text(List.of(), Map.of())).contains("The manifest holds no alert.");
    }

    @Test
    void longLinesAreBroken() {
        assertThat(text(List.of(alert("fork_storm", "firing", List.of(offender()))), Map.of())
                        .lines())
                .allMatch(line -> line.length() <= 110);
    }
}
