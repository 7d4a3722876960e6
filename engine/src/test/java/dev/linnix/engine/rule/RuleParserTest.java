package dev.linnix.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.model.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does a good file become the rules it means? */
class RuleParserTest {
    private static final RuleParser PARSER = new RuleParser(FakeTypes.ALL);

    private static final String BURST = """
            - name: a
              detector: fork_burst
              threshold: 5
              window_seconds: 4
            """;

    private static String resource(String name) throws IOException {
        try (InputStream in = RuleParserTest.class.getResourceAsStream("/rules/linnix-0.x/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Rule only(String file, String text) {
        ParsedRules parsed = PARSER.parse(file, text);
        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.rules().rules()).hasSize(1);
        return parsed.rules().rules().getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules.yaml", "rules.toml"})
    void filesOfTheTimeBeforeLoadUnchanged(String file) throws IOException {
        ParsedRules parsed = PARSER.parse(file, resource(file));

        assertThat(parsed.problems()).isEmpty();
        long cooldown = 30 * Rule.SECOND;
        assertThat(parsed.rules().rules())
                .containsExactly(
                        new Rule(
                                "fork_storm_demo",
                                "forks_per_sec",
                                Severity.HIGH,
                                cooldown,
                                Map.of("threshold", 10L, "duration", 2.0, "scope", "host")),
                        new Rule(
                                "fork_burst_demo",
                                "fork_burst",
                                Severity.MEDIUM,
                                cooldown,
                                Map.of("threshold", 30L, "window_seconds", 5L, "scope", "host")),
                        new Rule(
                                "memory_leak_demo",
                                "subtree_rss_mb",
                                Severity.HIGH,
                                cooldown,
                                Map.of("threshold", 50.0, "duration", 2.0, "growing", true)),
                        new Rule(
                                "cpu_spike_demo",
                                "subtree_cpu_pct",
                                Severity.MEDIUM,
                                cooldown,
                                Map.of("threshold", 50.0, "duration", 5.0)));
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        Rule rule = only("a.yaml", "- name: a\n  detector: short_job_flood\n  threshold: 5\n  window_seconds: 4\n");

        assertThat(rule.severity()).isEqualTo(Severity.INFO);
        assertThat(rule.cooldownNs()).isEqualTo(60 * Rule.SECOND);
        assertThat(rule.parameters())
                .containsEntry("max_exec_duration_ms", 1000L)
                .containsEntry("scope", "host");
    }

    @Test
    void anOptionalParameterWithoutDefaultIsAbsent() {
        Rule rule = only("a.yaml", "- name: a\n  detector: fd_exhaustion\n");

        assertThat(rule.has("exhaustion_seconds")).isFalse();
        assertThat(rule.number("threshold_pct")).isEqualTo(80);
    }

    @Test
    void cooldownOfZeroMeansATenthOfASecond() {
        assertThat(only("a.yaml", BURST + "  cooldown: 0\n").cooldownNs()).isEqualTo(100_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5.0", "+5", "0x5", "0o5", "5e0", "!!int 5"})
    void aWholeNumberMayBeWrittenInManyWays(String written) {
        String text = BURST.replace("threshold: 5", "threshold: " + written);

        assertThat(only("a.yaml", text).parameters()).containsEntry("threshold", 5L);
    }

    @Test
    void aListUnderTheKeyRulesIsTheSame() {
        String indented = BURST.indent(2);

        assertThat(only("a.yaml", "rules:\n" + indented)).isEqualTo(only("a.yaml", BURST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules.conf", "rules", "RULES.YML", "rules.json"})
    void theFormatIsGuessedWithoutAnExtension(String file) {
        assertThat(only(file, "# mine\n\n" + BURST).name()).isEqualTo("a");
    }

    @Test
    void tomlIsGuessedWithoutAnExtension() {
        String text = "# mine\n[[rules]]\nname = \"a\"\ndetector = \"fork_burst\"\nthreshold = 5\nwindow_seconds = 4\n";

        assertThat(only("rules.conf", text)).isEqualTo(only("a.yaml", BURST));
    }

    @Test
    void aMisleadingExtensionIsAWarning() {
        ParsedRules parsed = PARSER.parse("rules.toml", BURST);

        assertThat(parsed.rules().rules()).hasSize(1);
        assertThat(parsed.problems())
                .extracting(Problem::toString)
                .containsExactly("rules.toml:1: warning: named as TOML, read as YAML");
    }

    @Test
    void windowsLineEndsAndByteOrderMarksDoNoHarm() {
        assertThat(only("a.yaml", "\uFEFF" + BURST.replace("\n", "\r\n"))).isEqualTo(only("a.yaml", BURST));
    }

    @Test
    void anAnchorCanBeUsedAgain() {
        String text = "- {name: a, detector: fork_burst, threshold: &n 5, window_seconds: *n}\n";

        assertThat(only("a.yaml", text).parameters()).containsEntry("window_seconds", 5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "[]", "rules:\n", "rules: []", "{}"})
    void anEmptyFileIsNoRulesAndAWarning(String text) {
        ParsedRules parsed = PARSER.parse("rules.yaml", text);

        assertThat(parsed.hasErrors()).isFalse();
        assertThat(parsed.rules()).isEqualTo(new RuleSet(List.of(), new RuleSet.Source("rules.yaml", text)));
        assertThat(parsed.problems())
                .extracting(Problem::toString)
                .containsExactly("rules.yaml:1: warning: no rules, so nothing will be detected");
    }

    @Test
    void anEmptyTomlFileIsNoRulesAndAWarning() {
        assertThat(PARSER.parse("rules.toml", "# nothing\n").problems()).hasSize(1);
    }

    @Test
    void aRegularExpressionIsTakenAsWritten() {
        Rule rule = only("a.yaml", "- {name: a, detector: exec_rate, regex: '^(ba)?sh$|/opt/.*\\.py$'}\n");

        assertThat(rule.word("regex")).isEqualTo("^(ba)?sh$|/opt/.*\\.py$");
    }

    @Test
    void inFilesOfOthersAnUnknownKeyIsAWarning() {
        ParsedRules parsed =
                new RuleParser(FakeTypes.ALL, true).parse("rules.yaml", BURST + "  note: old\n  treshold: 7\n");

        assertThat(parsed.rules().rules()).hasSize(1);
        assertThat(parsed.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "rules.yaml:5: warning: rule a: unknown key \"note\"; fork_burst takes threshold, "
                                + "window_seconds, scope",
                        "rules.yaml:6: warning: rule a: unknown key \"treshold\"; did you mean \"threshold\"?");
    }

    @Test
    void aFileTooLongIsNotRead() {
        ParsedRules parsed = PARSER.parse("rules.yaml", BURST + "#".repeat(RuleParser.MAX_LENGTH));

        assertThat(parsed.hasErrors()).isTrue();
        assertThat(parsed.problems()).hasSize(1);
    }

    @Test
    void theListOfProblemsIsBounded() {
        String text = "- {a: 1, b: 1, c: 1}\n".repeat(RuleParser.MAX_RULES);
        List<Problem> problems = PARSER.parse("rules.yaml", text).problems();

        assertThat(problems).hasSize(1001);
        assertThat(problems.getLast().message()).isEqualTo("1000 more problems are not listed");
    }

    @Test
    void actionsAreNamesApartFromWhatARuleWatchesFor() {
        String rule = "- {name: a, detector: fork_burst, threshold: 9, window_seconds: 2, severity: low%s}\n";
        RuleSet plain = PARSER.parse("rules.yaml", rule.formatted("")).rules();
        RuleSet named = PARSER.parse("rules.yaml", rule.formatted(", actions: [default, journalctl]"))
                .rules();
        assertThat(plain.actions("a")).containsExactly("default");
        assertThat(named.actions("a")).containsExactly("default", "journalctl");
        assertThat(named.rules()).isEqualTo(plain.rules());
        assertThat(PARSER.parse("rules.yaml", rule.formatted(", actions: none"))
                        .rules()
                        .actions("a"))
                .containsExactly("none");
        for (String bad : List.of("[none, default]", "[7]", "[rm -rf]", "{a: b}")) {
            assertThat(PARSER.parse("rules.yaml", rule.formatted(", actions: " + bad))
                            .problems())
                    .as(bad)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.toString()).contains("rule a: actions: expected"));
        }
    }
}
