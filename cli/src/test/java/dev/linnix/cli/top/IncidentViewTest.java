package dev.linnix.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does an opened incident show all its numbers, and can they be reached on a small screen? */
class IncidentViewTest {
    private static final ViewState OPEN = new ViewState(ViewState.Mode.INCIDENT, null, "", "", 0, null, 0, false);

    @Test
    void everyNumberAndTheOffenderAreThere() {
        Frame frame = Views.frame(Samples.forkStorm().model(), OPEN, 200, 50, Samples.START);
        assertThat(Samples.screen(frame))
                .contains("HIGH  fork_storm", "firing", "i-1", "1 of 1")
                .containsPattern("value +812 forks/s when it fired")
                .containsPattern("threshold +300 forks/s")
                .containsPattern("window +5 s")
                .containsPattern("since +2026-01-01T11:59:46Z, 14s ago")
                .containsPattern("culprit +sh\\[12345\\]")
                .containsPattern("path +systemd\\[1\\] › sshd\\[700\\] › bash\\[800\\] › sh\\[12345\\]")
                .containsPattern("executable +/usr/bin/dash")
                .containsPattern("arguments +sh -c while :; do ls; done")
                .containsPattern("cgroup +/user.slice/session-4.scope")
                .containsPattern("runs mostly +/usr/bin/ls")
                .containsPattern("to silence +threshold: 900");
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "30, 12"})
    void whatDoesNotFitIsReachedByScrolling(int width, int height) {
        Model model = Samples.forkStorm().model();
        ViewState state = OPEN;
        Frame frame = Views.frame(model, state, width, height, Samples.START);
        StringBuilder all = new StringBuilder(Samples.screen(frame));
        for (int i = 0; i < 20; i++) {
            state = state.on(Key.of(Key.Kind.PAGE_DOWN), frame.shown()).state();
            frame = Views.frame(model, state, width, height, Samples.START);
            all.append(Samples.screen(frame));
            assertThat(frame.lines())
                    .hasSize(height)
                    .allSatisfy(line -> assertThat(line.columnLength()).isLessThanOrEqualTo(width));
        }
        assertThat(all).contains("812 forks/s", "300 forks/s", "threshold: 900");
    }

    @Test
    void theWorstOfTheFiringAlertsSpeaksForTheIncident() {
        Answers.Alert mild = Samples.alert("jobs", "short_job_flood", "Medium", "firing", 1.0, 1.0, "jobs", null);
        Answers.Alert over = Samples.alert("bomb", "fork_burst", "High", "resolved", 9.0, 2.0, "forks", null);
        Answers.Alert storm = Samples.storm("firing");
        Samples samples = Samples.quiet();
        samples.incidents.add(new Answers.Incident(
                "i", "firing", "High", null, null, List.of(mild, over, storm, Samples.storm("firing"))));
        Incident incident = samples.model().incidents().getFirst();
        assertThat(incident.alert()).isSameAs(storm);
        assertThat(Samples.screen(Views.frame(samples.model(), OPEN, 120, 40, Samples.START)))
                .contains("bomb, resolved: 9 > 2 forks/5s", "jobs, firing");
    }

    @Test
    void firingOnesComeFirstThenTheNewest() {
        Samples samples = Samples.quiet();
        samples.incidents.add(incident("old", "firing", "2026-01-01T10:00:00Z"));
        samples.incidents.add(incident("over", "resolved", "2026-01-01T11:50:00Z"));
        samples.incidents.add(incident("new", "firing", "2026-01-01T11:00:00Z"));
        assertThat(samples.model().incidents()).extracting(Incident::id).containsExactly("new", "old", "over");
    }

    private static Answers.Incident incident(String id, String state, String time) {
        return new Answers.Incident(id, state, "High", time, time, List.of(Samples.storm(state)));
    }
}
