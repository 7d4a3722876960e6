package dev.linnix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is a command line that makes no sense refused before anybody is asked? */
class TopCommandTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Main.run(stream, stream, args);
    }

    @ParameterizedTest
    @CsvSource({
        "top --interval 0, expected 0.2 to 60",
        "top --interval NaN, expected 0.2 to 60",
        "top --interval x, --interval",
        "top --count 0, expected 1 or more",
        "top --once --count 2, exclude each other",
        "top --url nonsense, expected http://HOST:PORT",
        "top --url file:///etc/passwd, expected http://HOST:PORT",
        "top --token-file /nonexistent, /nonexistent: there is no such file",
        "top --token-file /dev/null, /dev/null: expected one word of printable ASCII as token",
        "top extra, extra"
    })
    void nonsenseIsAUsageError(String command, String message) {
        assertThat(run(command.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
    }

    @Test
    void helpTellsOptionsKeysAndStatuses() {
        assertThat(run("top", "--help")).isEqualTo(ExitCode.FINE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--url", "--token-file", "--interval", "--count", "--once", "--json")
                .contains("q quit", "/ filter", "LINNIX_API_TOKEN", "NO_COLOR");
    }

    @Test
    void nobodyAtTheAddressHasItsOwnStatus() {
        assertThat(run("top", "--once", "--url", "http://127.0.0.1:1")).isEqualTo(ExitCode.NO_AGENT);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("linnix: cannot reach the agent at http://127.0.0.1:1 (connection refused): is it running?"
                        + " Start it with 'sudo " + Console.launcher() + " agent', or give --url\n");
    }
}
