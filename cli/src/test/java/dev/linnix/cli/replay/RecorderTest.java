package dev.linnix.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.FakeApi;
import dev.linnix.cli.FakeApi.Ending;
import dev.linnix.cli.FakeApi.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is the flight recorder shown as it is, and what it has saved as it was asked for? */
class RecorderTest {
    private static final String ON = """
            {"state":"on","segments":9,"bytes":5242880,"oldest":"2026-01-31T08:00:00.5Z","minutes":5,"max_bytes":67108864,\
            "records":12345,"written_bytes":7340032,"gaps":0,"dropped":[],"cpu_s":1.5}""";

    @TempDir
    Path directory;

    private FakeApi api;
    private String file;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
        file = directory.resolve("file").toString();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aRecorderThatIsOnIsFine() {
        api.on("/recorder", ON);
        Outcome outcome = api.run("recorder", "status");
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        assertThat(outcome.out())
                .contains("on\n", "from 2026-01-31T08:00:00Z", "5.0 MB in 9 segments", "5 min, 64.0 MB", "12345 inputs")
                .doesNotContain("left out");
        assertThat(api.run("recorder", "status", "--json").out().strip()).isEqualTo(ON);
    }

    @Test
    void aRecorderThatIsOffOrLossySaysWhyAndWhat() {
        api.on("/recorder", """
                {"state":"off","reason":"no space left on device","segments":0,"bytes":0,"records":0,"written_bytes":0,\
                "gaps":2,"dropped":[{"reason":"disk","records":70,"bytes":2048}],"cpu_s":0}""");
        Outcome outcome = api.run("recorder", "status");
        assertThat(outcome.code()).isEqualTo(ExitCode.PROBLEM);
        assertThat(outcome.out())
                .contains("off: no space left on device", "nothing yet", "2 times", "70 inputs, 2 KB: disk")
                .doesNotContain("limits");
    }

    @Test
    void aTimeThatIsOverIsSaved() throws IOException {
        byte[] recording = TestRecording.make().bytes();
        api.flow("/recorder/save", Ending.WHOLE, recording);
        Outcome outcome = api.run("recorder", "save", "2026-01-31T10:00:00+02:00", "2026-01-31T08:05:00Z", file);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        assertThat(api.requests())
                .containsExactly("/recorder/save?from=2026-01-31T08%3A00%3A00Z&to=2026-01-31T08%3A05%3A00Z");
        assertThat(outcome.out()).contains("2 segments");
        assertThat(Path.of(file)).hasBinaryContent(recording);
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday, now, FROM: expected a time such as",
        "5m, soon, TO: expected a time such as",
        "5m, 5m, TO: expected a time after FROM",
        "2026-01-31T08:05:00Z, 2026-01-31T08:00:00Z, TO: expected a time after FROM",
        "2100-01-01T00:00:00Z, 2100-01-02T00:00:00Z, FROM: expected a time in the past"
    })
    void timesThatMakeNoSenseAreUsageErrors(String from, String to, String message) {
        Outcome outcome = api.run("recorder", "save", from, to, file);
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(message);
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void recorderAloneIsAUsageError() {
        Outcome outcome = api.run("recorder");
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("recorder status");
    }
}
