package dev.linnix.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.FakeApi;
import dev.linnix.cli.FakeApi.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does {@code rules test} say what would have been different, and how near the quiet rules came? */
class RulesTestTest {
    @TempDir
    Path directory;

    private Path file;
    private Path rules;

    @BeforeEach
    void record() throws IOException {
        file = Files.write(directory.resolve("storm"), TestRecording.make().bytes());
        rules = directory.resolve("rules.yaml");
    }

    private String test(String text, String... options) throws IOException {
        Files.writeString(rules, text);
        String[] args = new String[options.length + 5];
        System.arraycopy(new String[] {"rules", "test", file.toString(), "--rules", rules.toString()}, 0, args, 0, 5);
        System.arraycopy(options, 0, args, 5, options.length);
        Outcome outcome = FakeApi.runWith(Map.of(), false, args);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.FINE);
        return outcome.out();
    }

    @Test
    void aHigherThresholdIsQuietAndSoNear() throws IOException {
        String out = test(TestRecording.RULES.replace("threshold: 20", "threshold: 60"));
        assertThat(out)
                .contains("would have alerted: 0 alerts", "no longer would have: 1 alert", "stayed quiet: 2 rules")
                .contains("as before: 0 alerts")
                .containsPattern("storm +2026-01-31T08:00:\\d\\dZ +2026-01-31T08:00:\\d\\dZ +\\d+ +20 ")
                .containsPattern("storm +\\d\\d % +2026-01-31T08:00:\\d\\dZ .*app \\(\\d+\\)")
                .containsPattern("leak +(below 1|\\d) %");
    }

    @Test
    void aRuleThatWasNotThereWouldHaveAlerted() throws IOException {
        String out = test(TestRecording.RULES.replace("name: storm", "name: gale"), "--json");
        assertThat(out.lines()).hasSize(3);
        assertThat(out.lines().toList().get(0))
                .startsWith("{\"outcome\":\"would_alert\",\"rule\":\"gale\",\"severity\":\"high\"")
                .contains("\"threshold\":20.0", "\"comm\":\"app\"");
        assertThat(out.lines().toList().get(1)).startsWith("{\"outcome\":\"no_longer\",\"rule\":\"storm\"");
        assertThat(out.lines().toList().get(2)).startsWith("{\"outcome\":\"quiet\",\"rule\":\"leak\"");
    }

    @Test
    void theSameRulesSayTheSame() throws IOException {
        assertThat(test(TestRecording.RULES)).contains("as before: 1 alert", "stayed quiet: 1 rule");
    }

    @Test
    void filesThatCannotBeUsedAreSentences() {
        Outcome noRules = FakeApi.runWith(Map.of(), false, "rules", "test", file.toString(), "--rules", "nowhere");
        assertThat(noRules.code()).isEqualTo(ExitCode.USAGE);
        assertThat(noRules.err()).isEqualTo("linnix: nowhere: there is no such file\n");
        assertThat(FakeApi.runWith(Map.of(), false, "rules", "test", file.toString())
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }
}
