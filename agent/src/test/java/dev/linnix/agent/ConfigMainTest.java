package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.config.ConfigReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does {@code linnix config} tell all, keep secrets, and exit as it should? */
class ConfigMainTest {
    @TempDir
    Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... args) {
        PrintStream data = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream complaints = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new ConfigMain(data, complaints, environment).run(List.of(args));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    @Test
    void checkReportsEveryProblemOfConfigurationAndRulesAndExitsWithOne() throws IOException {
        Path rules = file("rules.yaml", "- name: a\n  detector: fork_burst\n  treshold: 5\n");
        Path file = file("linnix.yaml", "api: {max_streams: 0}\nlogs: {}\nrules: {path: " + rules + "}\n");
        assertThat(run(Map.of("LINNIX_LOG_LEVEL", "loud"), "check", file.toString()))
                .isEqualTo(1);
        assertThat(out())
                .contains("LINNIX_LOG_LEVEL: log.level: expected one of")
                .contains(file + ":1: api.max_streams: expected")
                .contains(file + ":2: unknown")
                .contains(rules + ":3: ")
                .contains("did you mean \"threshold\"?")
                .contains(file + " and " + rules + ": 6 errors\n");
    }

    @Test
    void eachProblemOfEachCollectorIsReportedAtItsLine() throws IOException {
        Path file = file("linnix.yaml", """
                evidence:
                  collectors:
                  - name: Bad
                    file: relative
                  - name: two
                    command: [id]
                    file: /etc/hostname
                  - name: three
                    comand: [id]
                    timeout: 0
                  - seven
                """);
        assertThat(run(Map.of(), "check", file.toString())).isEqualTo(1);
        String key = ": evidence.collectors: ";
        assertThat(out().lines())
                .containsExactly(
                        file + ":3" + key
                                + "name expects lower-case letters, digits and _, a letter first, found \"Bad\"",
                        file + ":3" + key + "file expects an absolute path, found \"relative\"",
                        file + ":5" + key + "\"two\" expects either command or file, found both",
                        file + ":8" + key + "\"three\" expects either command or file, found neither",
                        file + ":9" + key + "unknown key \"comand\"; did you mean \"command\"?",
                        file + ":10" + key + "timeout expects a whole number from 1 to 60, found 0",
                        file + ":11" + key + "expected a mapping, found \"seven\"",
                        file + ": 7 errors");
    }

    @Test
    void aCollectorMustNotBeCalledLikeOneThatIsBuiltIn() throws IOException {
        Path file = file("linnix.yaml", "evidence:\n  collectors: [{name: dmesg, command: [id]}]\n");
        assertThat(run(Map.of(), "check", file.toString())).isEqualTo(1);
        assertThat(out())
                .startsWith(
                        file + ":2: evidence.collectors: collector dmesg: that is the name of one that is built in");
    }

    @Test
    void actionsThatMeanNothingAreWarnedAbout() throws IOException {
        Path rules = file(
                "rules.yaml",
                "- name: a\n  detector: fork_burst\n  threshold: 5\n  window_seconds: 5\n  actions: [dmseg, mine]\n");
        Path file = file(
                "linnix.yaml",
                "rules: {path: " + rules + "}\nevidence:\n  collectors: [{name: mine, command: [id]}]\n");
        assertThat(run(Map.of(), "check", file.toString())).isZero();
        assertThat(out())
                .isEqualTo(
                        rules + ": warning: rule a: actions: there is no collector and no set called \"dmseg\", so it"
                                + " has no effect; did you mean \"dmesg\"?\n" + file + " and " + rules
                                + ": no error, 1 warning\n");
    }

    @Test
    void checkOfAGoodFileExitsWithZeroWarningsOrNot() throws IOException {
        Path file = file("linnix.toml", "[runtime]\noffline = true\n");
        assertThat(run(Map.of(), "check", file.toString())).isZero();
        assertThat(out())
                .isEqualTo(file + ":2: warning: runtime.offline: has no effect here: nothing is sent off the host in"
                        + " this version\n" + file + ": no error, 1 warning\n");
    }

    @Test
    void rulesThatAreMissingAreAProblem() throws IOException {
        Path file = file("linnix.yaml", "rules: {path: /none.yaml}\n");
        assertThat(run(Map.of(), "check", file.toString())).isEqualTo(1);
        assertThat(out()).contains("/none.yaml: cannot read the rules: there is no such file");
    }

    @Test
    void checkPrintsOneObjectAProblem() throws IOException {
        Path file = file("linnix.toml", "[api]\nmax_streams = 0\n[x]\n");
        assertThat(run(Map.of(), "check", "--compat", "--json", file.toString()))
                .isEqualTo(1);
        assertThat(out())
                .isEqualTo("{\"level\":\"error\",\"source\":\"" + file + "\",\"line\":2,\"key\":\"api.max_streams\","
                        + "\"message\":\"expected a whole number from 1 to 1024, found 0\"}\n"
                        + "{\"level\":\"warning\",\"source\":\"" + file + "\",\"line\":3,"
                        + "\"message\":\"unknown section \\\"x\\\"; expected one of api, metrics, state, rules, aod,"
                        + " alerts, recorder, evidence, space, audit, ring, log; it has no effect\"}\n");
    }

    @Test
    void checkFindsAHostNameThatTheAgentWouldNotStartWith() throws IOException {
        Path file = file(
                "linnix.yaml",
                "api:\n  listen_addr: \"nohost.invalid:3000\"\n  auth_token: \"0123456789abcdef0123456789abcdef\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(run(Map.of(), "check", file.toString())).isEqualTo(1);
        assertThat(out())
                .isEqualTo(file + ":2: api.listen_addr: no address is known for the host name nohost.invalid\n" + file
                        + ": 1 error\n");
    }

    @Test
    void theReferenceIsToldAsOneObjectAKey() throws IOException {
        assertThat(run(Map.of(), "reference", "--json")).isZero();
        assertThat(out().lines())
                .hasSize(ConfigReference.keys().size())
                .allMatch(line -> line.startsWith("{\"key\":\""));
        assertThat(out())
                .contains(
                        "{\"key\":\"ring.size\",\"value\":\"a power of two from 65536 to 268435456\",\"unit\":\"bytes\","
                                + "\"default\":\"1048576\",\"options\":[],\"variables\":[],")
                .contains("\"options\":[\"--listen\"],\"variables\":[\"LINNIX_LISTEN_ADDR\"]");
    }

    @Test
    void showSaysWhereEachValueComesFromAndHidesSecrets() throws IOException {
        Path file = file("linnix.yaml", "api:\n  max_streams: 7\n");
        Map<String, String> environment = Map.of("LINNIX_API_TOKEN", "hunter2", "RUNTIME_DIRECTORY", "/run/linnix");
        assertThat(run(environment, "show", "--config", file.toString(), "--listen", "0.0.0.0:1"))
                .isZero();
        assertThat(out())
                .containsPattern("api.listen_addr +0.0.0.0:1 +--listen\n")
                .containsPattern("api.auth_token +\\*{8} +LINNIX_API_TOKEN\n")
                .containsPattern("api.max_streams +7 +" + file + ":2\n")
                .containsPattern("state.runtime_dir +/run/linnix +RUNTIME_DIRECTORY\n")
                .containsPattern("ring.size +1048576 +default\n")
                .doesNotContain("hunter2");
    }

    @Test
    void showPrintsOneObjectAKey() {
        assertThat(run(Map.of(), "show", "--json", "--config", "/dev/null")).isZero();
        assertThat(out().lines())
                .startsWith("{\"key\":\"api.listen_addr\",\"value\":\"127.0.0.1:3000\",\"from\":\"default\"}")
                .hasSize(ConfigReference.keys().size());
    }

    @Test
    void theReferencePassesItsOwnCheck() throws IOException {
        assertThat(run(Map.of(), "reference")).isZero();
        Path file = file("linnix.yaml", out());
        out.reset();
        assertThat(run(Map.of(), "check", file.toString())).isZero();
        assertThat(out()).isEqualTo(file + ": no error\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chek",
                "check a b",
                "check --all",
                "show --dry",
                "reference --html",
                "reference x",
                "reference --json x",
                "import",
                "import a b",
                "import --force a",
                "import a --to"
            })
    void aCommandThatMakesNoSenseExitsWithTwo(String args) {
        assertThat(run(Map.of(), args.isEmpty() ? new String[0] : args.split(" ")))
                .isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("linnix config: ", "usage: linnix config check");
    }

    private Path aod(String name, String more) throws IOException {
        return file("config.yaml", """
                aod_output_dir: /var/log/aod
                guardian:
                  anomalies:
                    %s: {type: latency, acceptable_count: 10, mode: all%s}
                """.formatted(name, more));
    }

    @Test
    void importPrintsSettingsAndRules() throws IOException {
        Path file = aod("slow", "");
        assertThat(run(Map.of(), "import", file.toString())).isZero();
        assertThat(out())
                .startsWith("# linnix.yaml\n# From " + file + " of AODv2.\nstate:\n")
                .contains("\n---\n# rules.yaml\n")
                .contains("- name: fork_storm")
                .endsWith("""
                        - name: "slow"
                          detector: latency
                          severity: high
                          source: smb
                          mode: all
                          default_threshold_ms: 10
                          count: 10
                          window_seconds: 1
                          emergency_ms: 1000
                          actions: [none]
                        """);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void whatImportWritesPassesTheCheckAndSaysWhatTheFileItselfSays() throws IOException {
        Path file = aod("slow", "");
        Path to = dir.resolve("made");
        assertThat(run(Map.of(), "import", file.toString(), "--to", to.toString()))
                .isZero();
        out.reset();
        assertThat(run(Map.of(), "check", to.resolve("linnix.yaml").toString())).isZero();
        assertThat(out()).isEqualTo(to.resolve("linnix.yaml") + " and " + to.resolve("rules.yaml") + ": no error\n");
        out.reset();
        run(Map.of(), "show", "--config", to.resolve("linnix.yaml").toString());
        assertThat(out()).containsPattern("state.dir +/var/log/aod");
        assertThat(run(Map.of(), "import", file.toString(), "--to", to.toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("linnix.yaml: is there already; nothing is replaced");
    }

    @Test
    void anErrorIsToldAndNothingIsWritten() throws IOException {
        Path file = aod("slow", ", modes: all");
        assertThat(run(Map.of(), "import", "--to", dir.resolve("made").toString(), file.toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(file + ":4: guardian.anomalies.slow: unknown key \"modes\"; did you mean" + " \"mode\"?\n");
        assertThat(dir.resolve("made")).doesNotExist();
        assertThat(run(Map.of(), "import", "--compat", file.toString())).isZero();
    }

    @Test
    void anAnomalyCalledAsARuleOfTheProgramIsAnErrorEverywhere() throws IOException {
        Path file = aod("fork_storm", "");
        String message = file + ": rule fork_storm is in default.yaml too; expected it in one of them\n";
        assertThat(run(Map.of(), "import", file.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(message);
        Path own = file("linnix.yaml", "aod: {config: " + file + "}\n");
        assertThat(run(Map.of(), "check", own.toString())).isEqualTo(1);
        assertThat(out()).contains(message);
    }

    @Test
    void helpIsNoMistake() {
        assertThat(run(Map.of(), "check", "--help")).isZero();
        assertThat(out()).startsWith("usage: linnix config check");
    }
}
