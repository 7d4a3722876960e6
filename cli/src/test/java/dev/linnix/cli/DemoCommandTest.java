package dev.linnix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is a command line that makes no sense refused before anything is started? */
class DemoCommandTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Main.run(stream, stream, args);
    }

    @ParameterizedTest
    @CsvSource({
        "demo fork-bomb, no scenario 'fork-bomb'",
        "demo FORK-STORM, no scenario",
        "demo all --inject some, expected 'faults' or 'none'",
        "demo all --timeout 0, expected 1 to 60",
        "demo all --timeout x, --timeout",
        "demo all --keep --record x, exclude each other",
        "demo, SCENARIO"
    })
    void nonsenseIsAUsageError(String command, String message) {
        assertThat(run(command.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
    }

    @Test
    void helpListsEveryScenario() {
        assertThat(run("demo", "--help")).isEqualTo(ExitCode.FINE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("fork-storm", "memory-leak", "cpu-spike", "runaway-tree", "short-jobs", "fd-leak");
    }

    @Test
    void theVersionIsPrinted() {
        assertThat(run("version")).isEqualTo(ExitCode.FINE);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("linnix ");
    }
}
