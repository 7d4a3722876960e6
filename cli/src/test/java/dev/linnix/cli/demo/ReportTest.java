package dev.linnix.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Do the reports say what happened, in the promised form? */
class ReportTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AlertSeen alert = JudgeTest.alert("cpu_spike", 100, 0.975);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void jsonHasOneLineForEachScenario() {
        JsonReport report = new JsonReport(out, out);
        report.started(URI.create("http://127.0.0.1:1"), 1, Path.of("r"));
        report.judged(new Verdict(Scenario.CPU_SPIKE, true, alert, 100L, 2.34567, List.of()));
        report.judged(new Verdict(Scenario.FD_LEAK, false, null, null, 10, List.of(alert)));
        assertThat(printed().lines())
                .containsExactly(
                        "{\"scenario\":\"cpu-spike\",\"detected\":true,\"rule\":\"cpu_spike\",\"offender_pid\":100,"
                                + "\"injected_pid\":100,\"seconds\":2.346}",
                        "{\"scenario\":\"fd-leak\",\"detected\":false,\"rule\":null,\"offender_pid\":null,"
                                + "\"injected_pid\":null,\"seconds\":10.0}");
    }

    @Test
    void textNamesTheOffenderAndTheVerdict() {
        TextReport report = new TextReport(new Terminal(out, out, false));
        report.judged(new Verdict(Scenario.CPU_SPIKE, true, alert, 100L, 2.34, List.of()));
        report.finished(List.of(new Verdict(Scenario.CPU_SPIKE, true, alert, 100L, 2.34, List.of())));
        assertThat(printed())
                .contains("cpu_spike: message", "/bin/x  pid 100  share 98 %", "✓ caught after 2.3 s")
                .contains("1 of 1 caught");
    }

    @Test
    void textTellsAMissFromAWrongBlame() {
        TextReport report = new TextReport(new Terminal(out, out, false));
        report.judged(new Verdict(Scenario.CPU_SPIKE, false, null, 100L, 30, List.of(alert)));
        assertThat(printed()).contains("nothing within 30 s", "✗ missed", "also seen");
        report.judged(new Verdict(Scenario.CPU_SPIKE, false, alert, 5L, 30, List.of()));
        assertThat(printed()).contains("✗ the wrong process was blamed");
    }

    @Test
    void linesStayWithinEightyColumnsAndWithoutColoursOffATerminal() {
        TextReport report = new TextReport(new Terminal(out, out, false));
        String message = "a long sentence of many words ".repeat(9);
        AlertSeen wordy = new AlertSeen("a", "i1", "cpu_spike", "firing", "t", message, null, alert.offender());
        report.judged(new Verdict(Scenario.CPU_SPIKE, true, wordy, 100L, 2, List.of(alert)));
        assertThat(printed()).doesNotContain("\033");
        assertThat(printed().lines()).allMatch(line -> line.length() <= 80).hasSizeGreaterThan(6);
    }
}
