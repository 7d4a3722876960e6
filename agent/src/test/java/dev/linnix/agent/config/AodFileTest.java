package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleText;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Does a {@code config.yaml} of AODv2 become what it meant, and is every mistake in it named? */
class AodFileTest {
    @TempDir
    Path dir;

    private static Path shipped() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(AodFileTest.class.getResource("aodv2.yaml"))
                .toURI());
    }

    private static String text() throws IOException, URISyntaxException {
        return Files.readString(shipped());
    }

    private static AodConfig parse(String text, List<ConfigProblem> problems) {
        return AodFile.parse("aod.yaml", text, false, problems);
    }

    private static List<String> problems(String text) {
        List<ConfigProblem> problems = new ArrayList<>();
        parse(text, problems);
        return problems.stream().map(ConfigProblem::toString).toList();
    }

    private static List<Rule> rules(AodConfig config) {
        ParsedRules parsed = new RuleParser(DetectorTypes.load()).parse(RuleText.FILE, config.rules());
        assertThat(parsed.problems()).isEmpty();
        return parsed.rules().rules();
    }

    private static Rule latency(String... change) throws Exception {
        String text = text();
        for (int i = 0; i < change.length; i += 2) {
            assertThat(text).contains(change[i]);
            text = text.replace(change[i], change[i + 1]);
        }
        List<ConfigProblem> problems = new ArrayList<>();
        AodConfig config = parse(text, problems);
        assertThat(problems).noneMatch(ConfigProblem::isError);
        return rules(config).get(1);
    }

    @Test
    void theShippedFileBecomesRulesThatTheParserTakes() throws Exception {
        List<ConfigProblem> problems = new ArrayList<>();
        AodConfig config = parse(text(), problems);
        assertThat(config.rules()).isEqualTo("""
                # aod.yaml:11
                - name: "error"
                  detector: error
                  severity: high
                  source: smb
                  mode: trackonly
                  track: [EACCES, EAGAIN, EIO]
                  count: 10
                  window_seconds: 1
                  actions: [dmesg, journalctl]

                # aod.yaml:25
                - name: "latency"
                  detector: latency
                  severity: high
                  source: smb
                  mode: all
                  track: [SMB2_WRITE=50]
                  default_threshold_ms: 20
                  count: 10
                  window_seconds: 1
                  emergency_ms: 1000
                  actions: [dmesg, journalctl, syslogs, mounts, debugdata, stats, smbinfo]
                """);
        assertThat(rules(config)).extracting(Rule::name).containsExactly("error", "latency");
        assertThat(problems)
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "aod.yaml:6: warning: watcher.actions: has no effect; it never had one, although AODv2 required"
                                + " it: the actions of each anomaly decide",
                        "aod.yaml:37: warning: cleanup.cleanup_interval_sec: has no effect here: room is made before"
                                + " anything is written, not at intervals",
                        "aod.yaml:39: warning: cleanup.max_total_log_size_mb: expected 16 MB or more, since evidence here"
                                + " has the minutes before the incident, found 0.5; 1 is taken");
    }

    @Test
    void itsSettingsAreThoseOfALinnixYaml() throws Exception {
        AodConfig config = parse(text(), new ArrayList<>());
        // (1 MiB for bundles + 64 MiB for the recorder + 256 KiB of small files) * 32 / 29.
        assertThat(config.settings(Optional.of(Path.of("/etc/linnix/rules.yaml"))))
                .isEqualTo("""
                # From aod.yaml of AODv2.
                state:
                  # line 3, aod_output_dir
                  dir: "/var/log/aod"
                space:
                  # line 39, cleanup.max_total_log_size_mb
                  budget: 75497470
                  # line 38, cleanup.max_log_age_days
                  max_age: 2
                audit:
                  # line 42, audit.enabled
                  enabled: true
                rules:
                  path: "/etc/linnix/rules.yaml"
                """);
    }

    @Test
    void theModesMeanWhatWasDocumented() throws Exception {
        assertThat(latency("mode: all", "mode: trackonly").parameters())
                .containsEntry("mode", "trackonly")
                .containsEntry("track", "SMB2_WRITE=50")
                .doesNotContainKey("exclude");
        assertThat(latency(
                                "mode: all",
                                "mode: excludeonly",
                                "exclude_commands: []",
                                "exclude_commands: [SMB2_ECHO]",
                                "track_commands:\n        - command: SMB2_WRITE\n          threshold: 50",
                                "track_commands:")
                        .parameters())
                .containsEntry("mode", "excludeonly")
                .containsEntry("exclude", "SMB2_ECHO")
                .doesNotContainKey("track");
        assertThat(latency("exclude_commands: []", "exclude_commands: [SMB2_ECHO, SMB2_LOCK]")
                        .parameters())
                .containsEntry("track", "SMB2_WRITE=50")
                .containsEntry("exclude", "SMB2_ECHO SMB2_LOCK");
    }

    @Test
    void whatIsNotGivenIsAsDocumented() throws Exception {
        Rule rule = latency(
                "watch_interval_sec: 1\n",
                "",
                "      mode: all\n      default_threshold_ms: 20\n",
                "",
                "threshold: 50",
                "");
        assertThat(rule.number("window_seconds")).isEqualTo(1);
        assertThat(rule.number("default_threshold_ms")).isEqualTo(10);
        assertThat(rule.word("mode")).isEqualTo("all");
        assertThat(rule.word("track")).isEqualTo("SMB2_WRITE");
    }

    @Test
    void smallAndFractionalNumbersStayWhatTheyAre() throws Exception {
        Rule rule =
                latency("watch_interval_sec: 1", "watch_interval_sec: 0.5", "threshold: 50", "threshold: 0.001234567");
        assertThat(rule.number("window_seconds")).isEqualTo(0.5);
        assertThat(rule.word("track")).isEqualTo("SMB2_WRITE=0.001234567");
    }

    @Test
    void anAnomalyWithoutActionsCollectsNothingAndOneOfAnyNameIsARule() throws Exception {
        String text = text().replace("    latency:", "    \"slow: \\\"disk\\\"\":")
                .replace("actions: [dmesg, journalctl, syslogs, mounts, debugdata, stats, smbinfo]", "actions: []");
        AodConfig config = parse(text, new ArrayList<>());
        ParsedRules parsed = new RuleParser(DetectorTypes.load()).parse(RuleText.FILE, config.rules());
        assertThat(parsed.rules().actions("slow: \"disk\"")).containsExactly("none");
        assertThat(parsed.rules().actions("error")).containsExactly("dmesg", "journalctl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "watch_interval_sec: 1|watch_interval_sec: x|2: watch_interval_sec: expected a number from 0.5 to 60, found \"x\"",
                "watch_interval_sec: 1|watch_interval_sec: -1|2: watch_interval_sec: expected a number from 0.5 to 60, found -1",
                "watch_interval_sec: 1|watch_interval_sec: true|2: watch_interval_sec: expected a number from 0.5 to 60, found true",
                "watch_interval_sec: 1|watch_interval_sec: .nan|2: watch_interval_sec: expected a number from 0.5 to 60, found .nan",
                "watch_interval_sec: 1|watch_interval_sec: '1'|2: watch_interval_sec: expected a number from 0.5 to 60, found \"1\", a string; leave out the quotes",
                "watch_interval_sec: 1|watch_interval_sec: 300|found 300",
                "watch_interval_sec: 1|watch_interval_secs: 1|2: unknown key \"watch_interval_secs\"; did you mean \"watch_interval_sec\"?",
                "aod_output_dir: /var/log/aod|aod_output_dir: 5|3: aod_output_dir: expected the path of a directory, found 5",
                "aod_output_dir: /var/log/aod|aod_output_dir: ''|3: aod_output_dir: expected the path of a directory, found \"\"",
                "actions: [dmesg, journalctl, stats]|actions: dmesg|6: watcher.actions: expected a list, found \"dmesg\"",
                "actions: [dmesg, journalctl, stats]|actions: [5]|6: watcher.actions: expected a list of words, found 5 among them",
                "actions: [dmesg, journalctl, stats]|things: []|6: watcher: unknown key \"things\"; expected one of actions",
                "  anomalies:\\n|  anomalies: {}\\n  x:\\n|anomalies: expected at least one anomaly, found none",
                "  anomalies:\\n|  anomalies:\\n  x:\\n|9: guardian.anomalies: expected keys and values, found nothing",
                "  anomalies:\\n|  anomaly:\\n|guardian.anomalies: is missing; expected keys and values",
                "  anomalies:\\n|  anomaly:\\n|9: guardian: unknown key \"anomaly\"; did you mean \"anomalies\"?",
                "guardian:\\n|guardians:\\n|2: guardian: is missing; expected keys and values",
                "    latency:\\n|    error:\\n|key \"error\" was given at line 10 already",
                "    latency:\\n|    \" \":\\n|expected a name of 1 to 100 printable characters, found \" \"",
                "    latency:\\n|    broken: 5\\n    latency:\\n|24: guardian.anomalies.broken: expected keys and values, found 5",
                "type: \"latency\"|type: latancy|25: guardian.anomalies.latency.type: expected latency or error, found \"latancy\"; did you mean \"latency\"?",
                "type: \"latency\"|type:|25: guardian.anomalies.latency.type: expected latency or error, found nothing",
                "type: \"latency\"|type: error|guardian.anomalies.latency: unknown key \"default_threshold_ms\"",
                "      type: \"latency\"\\n||25: guardian.anomalies.latency.type: is missing; expected latency or error",
                "tool: \"smbslower\"|tool: 7|26: guardian.anomalies.latency.tool: expected a word, found 7",
                "acceptable_count: 10\\n      mode: all|mode: all|25: guardian.anomalies.latency.acceptable_count: is missing; expected a whole number from 1 to 10000000",
                "acceptable_count: 10\\n      mode: all|acceptable_count: 0\\n      mode: all|27: guardian.anomalies.latency.acceptable_count: expected a whole number from 1 to 10000000, found 0",
                "acceptable_count: 10\\n      mode: all|acceptable_count: -3\\n      mode: all|found -3",
                "acceptable_count: 10\\n      mode: all|acceptable_count: x\\n      mode: all|found \"x\"",
                "acceptable_count: 10\\n      mode: all|acceptable_count: 2.5\\n      mode: all|found 2.5",
                "acceptable_count: 10\\n      mode: all|acceptable_count: true\\n      mode: all|found true",
                "mode: all|mode: bogus|28: guardian.anomalies.latency.mode: expected all, trackonly or excludeonly, found \"bogus\" (AODv2 took any other word for all)",
                "mode: all|mode: TRACKONLY|found \"TRACKONLY\"; did you mean \"trackonly\"? (AODv2 took any other word for all)",
                "mode: all|mode:|28: guardian.anomalies.latency.mode: expected all, trackonly or excludeonly, found nothing",
                "mode: all|mode: trackonly\\n      mode: all|was given at line 28 already",
                "stats, smbinfo]|stats, smbinfo, 5]|34: guardian.anomalies.latency.actions: expected a list of words, found 5 among them",
                "      actions: [dmesg, journalctl, syslogs, mounts, debugdata, stats, smbinfo]|      actions:|34: guardian.anomalies.latency.actions: expected a list, found nothing; [] collects nothing",
                "default_threshold_ms: 20|default_threshold_ms: -20|29: guardian.anomalies.latency.default_threshold_ms: expected a number from 0.001 to 3600000, found -20",
                "default_threshold_ms: 20|default_threshold_ms: '20'|found \"20\", a string; leave out the quotes",
                "default_threshold_ms: 20|default_threshold_ms:|default_threshold_ms: expected a number from 0.001 to 3600000, found nothing",
                "default_threshold_ms: 20|default_threshold_ms: .nan|found .nan",
                "default_threshold_ms: 20|default_threshold_ms: false|found false",
                "threshold: 50|threshold: 0|32: guardian.anomalies.latency.track_commands.threshold: expected a number from 0.001 to 3600000, found 0",
                "threshold: 50|threshold: -1|found -1",
                "threshold: 50|threshold: true|found true",
                "threshold: 50|threshold: .inf|found .inf",
                "threshold: 50|threshold:|track_commands.threshold: expected a number from 0.001 to 3600000, found nothing",
                "threshold: 50|treshold: 50|32: guardian.anomalies.latency.track_commands: unknown key \"treshold\"; did you mean \"threshold\"?",
                "- command: SMB2_WRITE|- command: SMB2_WRIT|31: guardian.anomalies.latency.track_commands: unknown command \"SMB2_WRIT\"; did you mean \"SMB2_WRITE\"?",
                "- command: SMB2_WRITE|- command: smb2_write|unknown command \"smb2_write\"; did you mean \"SMB2_WRITE\"?",
                "- command: SMB2_WRITE|- command: 9|track_commands.command: expected the name of a command, found 9",
                "- command: SMB2_WRITE\\n          threshold: 50|- threshold: 50|31: guardian.anomalies.latency.track_commands.command: is missing; expected the name of a command",
                "- command: SMB2_WRITE\\n          threshold: 50|- SMB2_WRITE|31: guardian.anomalies.latency.track_commands: expected {command: NAME, threshold: MS}, found \"SMB2_WRITE\"",
                "exclude_commands: []|exclude_commands: [SMB2_WRITE]|33: guardian.anomalies.latency.exclude_commands: SMB2_WRITE is in track_commands too; expected it in one of them",
                "exclude_commands: []|exclude_commands: [SMB3_READ]|exclude_commands: unknown command \"SMB3_READ\"; did you mean \"SMB2_READ\"?",
                "exclude_commands: []|exclude_commands: {a: b}|exclude_commands: expected a list, found a mapping",
                "mode: trackonly\\n      track_codes:\\n        - EACCES\\n        - EAGAIN\\n        - EIO|mode: trackonly|11: guardian.anomalies.error.track_codes: with mode trackonly nothing is left to track",
                "track_codes:\\n        - EACCES\\n        - EAGAIN\\n        - EIO|track_codes:|15: guardian.anomalies.error.track_codes: with mode trackonly nothing is left to track",
                "- EACCES|- EACCESS|16: guardian.anomalies.error.track_codes: unknown code \"EACCESS\"; did you mean \"EACCES\"?",
                "- EACCES|- STATUS_ACCESS_DENIED|unknown code \"STATUS_ACCESS_DENIED\", which is the name of no error number",
                "- EACCES|- 13|track_codes: expected a list of words, found 13 among them",
                "mode: trackonly|mode: all\\n      exclude_codes: [EIO]\\n      x:|guardian.anomalies.error: unknown key \"x\"",
                "mode: trackonly|mode: all\\n      default_threshold_ms: 5|15: guardian.anomalies.error: unknown key \"default_threshold_ms\"",
                "cleanup:|cleanup: 5\\ncleanups:|36: cleanup: expected keys and values, found 5",
                "cleanup_interval_sec: 60|cleanup_interval_sec: 0|37: cleanup.cleanup_interval_sec: expected a number from 1 to 86400, found 0",
                "max_log_age_days: 2|max_log_age_days: -2|38: cleanup.max_log_age_days: expected a number from 0.01 to 3650, found -2",
                "max_log_age_days: 2|max_log_age_days: two|found \"two\"",
                "max_total_log_size_mb: 0.5|max_total_log_size_mb: 0|39: cleanup.max_total_log_size_mb: expected a number from 0.01 to 1048576, found 0",
                "max_total_log_size_mb: 0.5|max_total_log_size_mb: .nan|found .nan",
                "max_total_log_size_mb: 0.5|max_total_log_size: 5|did you mean \"max_total_log_size_mb\"?",
                "enabled: true|enabled: maybe|42: audit.enabled: expected true or false, found \"maybe\"",
                "enabled: true|enabled: 1|42: audit.enabled: expected true or false, found 1",
                "enabled: true|enable: true|42: audit: unknown key \"enable\"; did you mean \"enabled\"?",
            })
    void everyMistakeIsAnErrorWithItsLine(String before, String after, String message) throws Exception {
        String from = before.replace("\\n", "\n");
        assertThat(text()).contains(from);
        String changed = text().replace(from, after == null ? "" : after.replace("\\n", "\n"));
        assertThat(problems(changed))
                .anySatisfy(problem -> assertThat(problem).contains(message).doesNotContain(": warning: "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "mode: all|mode: excludeonly|30: warning: guardian.anomalies.latency.track_commands: has no effect with mode excludeonly",
                "exclude_codes: []|exclude_codes: [NONSENSE]|19: warning: guardian.anomalies.error.exclude_codes: has no effect with mode trackonly",
                "mode: trackonly|mode: all|15: warning: guardian.anomalies.error.track_codes: has no effect with mode all",
                "- EAGAIN|- EACCES|17: warning: guardian.anomalies.error.track_codes: EACCES is given twice; the last one holds",
                "threshold: 50|threshold: 50\\n        - command: SMB2_WRITE|33: warning: guardian.anomalies.latency.track_commands: SMB2_WRITE is given twice; the last one holds",
                "stats, smbinfo]|stats, smbinf]|34: warning: guardian.anomalies.latency.actions: unknown action \"smbinf\", which is left out, as AODv2 did; did you mean \"smbinfo\"?",
                "stats, smbinfo]|stats, stats]|34: warning: guardian.anomalies.latency.actions: stats is given twice",
                "tool: \"smbslower\"|tool: smbslow|26: warning: guardian.anomalies.latency.tool: has no effect here, what is measured follows from the type; AODv2 had no tool \"smbslow\" for latency and would have measured nothing",
                "max_log_age_days: 2|aod_output_dir: /data|38: warning: cleanup.aod_output_dir: has no effect here: room is made where evidence is written, in the aod_output_dir of the whole file",
            })
    void whereAodWentOnWithAWarningSoDoesThis(String before, String after, String message) throws Exception {
        assertThat(text()).contains(before);
        List<ConfigProblem> problems = new ArrayList<>();
        AodConfig config = parse(text().replace(before, after.replace("\\n", "\n")), problems);
        assertThat(problems).noneMatch(ConfigProblem::isError);
        assertThat(problems).extracting(ConfigProblem::toString).contains("aod.yaml:" + message);
        assertThat(rules(config)).hasSize(2);
    }

    @Test
    void aCodeInBothListsIsAnErrorThoughOneOfThemHasNoEffect() throws Exception {
        String text =
                text().replace("mode: trackonly", "mode: all").replace("exclude_codes: []", "exclude_codes: [EIO]");
        assertThat(problems(text))
                .contains(
                        "aod.yaml:19: guardian.anomalies.error.exclude_codes: EIO is in track_codes too; expected it in"
                                + " one of them");
    }

    @Test
    void theLastThresholdOfACommandHolds() throws Exception {
        assertThat(latency(
                                "threshold: 50",
                                "threshold: 50\n        - {command: SMB2_READ}\n        - {command: SMB2_WRITE, threshold: 7}")
                        .word("track"))
                .isEqualTo("SMB2_WRITE=7 SMB2_READ");
    }

    @Test
    void everythingIsToldAtOnce() throws Exception {
        String text = text().replace("mode: all", "mode: any")
                .replace("enabled: true", "enabled: x")
                .replace("- EIO", "- EIEIO");
        assertThat(problems(text).stream().filter(problem -> !problem.contains(": warning: ")))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "true"})
    void switchesOfYaml11AreUnderstood(String word) throws Exception {
        AodConfig config = parse(text().replace("enabled: true", "enabled: " + word), new ArrayList<>());
        assertThat(config.settings().getLast().value()).isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|aod.yaml:1: expected keys such as \"guardian:\", found nothing",
                "5|aod.yaml:1: expected keys such as \"guardian:\", found 5",
                "- a|aod.yaml:1: expected keys such as \"guardian:\", found a list",
                "a: [|aod.yaml:1: invalid YAML",
            })
    void whatIsNoConfigurationIsSaidToBeNone(String text, String message) {
        assertThat(problems(text)).singleElement().asString().contains(message.substring(message.indexOf(' ') + 1));
    }

    @Test
    void unknownKeysAreWarningsWhereThatIsAskedFor() throws Exception {
        List<ConfigProblem> problems = new ArrayList<>();
        AodFile.parse("aod.yaml", text().replace("tool:", "tools:"), true, problems);
        assertThat(problems).noneMatch(ConfigProblem::isError);
        assertThat(problems)
                .extracting(ConfigProblem::toString)
                .contains(
                        "aod.yaml:26: warning: guardian.anomalies.latency: unknown key \"tools\"; did you mean \"tool\"?"
                                + " It has no effect");
    }

    @Test
    void damageIsReportedAndNeverBreaksAnything() throws Exception {
        Random random = new Random(11);
        String junk = "[]{}:,-#&*!|>'\"%@`=.\\\t\n\r \0é9~?";
        for (int i = 0; i < 500; i++) {
            StringBuilder damaged = new StringBuilder(text());
            for (int j = random.nextInt(1, 6); j > 0; j--) {
                int at = random.nextInt(damaged.length());
                if (random.nextBoolean()) damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(40)));
                else damaged.insert(at, junk.charAt(random.nextInt(junk.length())));
            }
            List<ConfigProblem> problems = new ArrayList<>();
            AodConfig config = parse(damaged.toString(), problems);
            assertThat(problems).allMatch(problem -> problem.line() > 0);
            if (problems.stream().noneMatch(ConfigProblem::isError)) rules(config);
        }
    }

    @Test
    void theAgentTakesRulesAndSettingsFromIt() throws Exception {
        LoadedConfig loaded = Configs.load(Map.of(), "--aod-config", shipped().toString());
        assertThat(loaded.hasErrors()).isFalse();
        assertThat(loaded.config().stateDir()).isEqualTo(Path.of("/var/log/aod"));
        assertThat(loaded.config().rules()).isNull();
        assertThat(Objects.requireNonNull(loaded.config().importedRules()).text())
                .contains("detector: latency");
        assertThat(Configs.from(loaded, "state.dir")).isEqualTo(shipped() + ":3");
    }

    @Test
    void itsSettingsHoldWhereNothingElseDoes() throws Exception {
        Path own = Files.writeString(
                dir.resolve("linnix.yaml"), "aod: {config: " + shipped() + "}\nstate: {dir: /var/lib/mine}\n");
        LoadedConfig loaded = Configs.load(Map.of(), "--config", own.toString());
        assertThat(loaded.config().stateDir()).isEqualTo(Path.of("/var/lib/mine"));
        assertThat(loaded.importedRules()).isPresent();
    }

    @Test
    void anErrorInItKeepsTheAgentFromStartingAndEachFileIsToldByItself() throws Exception {
        Path aod = Files.writeString(dir.resolve("a.yaml"), text().replace("mode: all", "mode: any"));
        Path own = Files.writeString(dir.resolve("linnix.yaml"), "api: {max_streams: 0}\n");
        String[] options = {"--aod-config", aod.toString(), "--config", own.toString()};
        assertThat(Configs.problems(Map.of(), options))
                .filteredOn(problem -> !problem.contains(": warning: "))
                .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
                .containsExactly(aod + ":28", own + ":1");
        assertThatThrownBy(() -> Configs.parse(options)).isInstanceOf(ConfigException.class);
        assertThat(Configs.problems(
                        Map.of(), "--aod-config", dir.resolve("none").toString()))
                .containsExactly(
                        dir.resolve("none") + ": cannot read the configuration of AODv2: there is no such file");
    }
}
