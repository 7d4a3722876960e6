package dev.linnix.cli.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Do the old command lines mean what their help said, or say why not? */
class CompatTest {
    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "'', stream",
        "--url http://h:1, stream --url http://h:1",
        "--stats, status --short",
        "--no-color --alerts --url=http://h:1, alerts --follow --no-color --url=http://h:1",
        "--url http://h:1 processes, ps --url http://h:1",
        "export --since 2h --rule r --format txt, export --since 2h --rule r --format txt",
        "explain 12, incidents 12",
        "doctor, doctor",
        "--host http://h:1 stats, status --short --url http://h:1",
        "--host=http://h:1 alerts, alerts --follow --url=http://h:1",
        "stream, stream",
        "nonsense, nonsense",
        "--nonsense, stream --nonsense"
    })
    void linnixCliMeansTheSame(String line, String meant) {
        assertThat(LinnixCli.translate(words(line)).arguments()).containsExactlyElementsOf(words(meant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "investigate ns/pod --since 15m",
                "blame node-1",
                "feedback 1 useful",
                "metrics",
                "--output=json --stats"
            })
    void whatLinnixCliDroppedHasAReason(String line) {
        assertThat(LinnixCli.translate(words(line)).refusal().orElseThrow())
                .startsWith("linnix-cli " + words(line).getFirst().replaceFirst("=.*", "") + " is dropped: ");
    }

    @ParameterizedTest
    @CsvSource({
        "--alerts --json, alerts --json",
        "--stream --filter bash --host http://h:1 --no-color, stream --comm bash --url http://h:1 --no-color",
        "--raw --stream, stream --json",
        "--stream --raw --json --no-color --no-color, stream --json --no-color"
    })
    void theReasonerMeansTheSame(String line, String meant) {
        assertThat(LinnixReasoner.translate(words(line)).arguments()).containsExactlyElementsOf(words(meant));
    }

    @Test
    void theReasonersFilterIsForEventsOnly() {
        assertThat(LinnixReasoner.translate(words("--alerts --filter X")).refusal())
                .hasValueSatisfying(why -> assertThat(why).contains("--filter goes with --stream only"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--json",
                "--short",
                "--insights",
                "--endpoint=http://x",
                "--api-key k",
                "--model m --alerts",
                "--output file"
            })
    void whatTheReasonerDroppedHasAReason(String line) {
        assertThat(LinnixReasoner.translate(words(line)).refusal().orElseThrow())
                .contains("dropped until incidents are explained");
    }
}
