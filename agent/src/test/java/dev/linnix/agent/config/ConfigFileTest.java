package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is every mistake in a configuration file named with its line, and nothing guessed? */
class ConfigFileTest {
    @TempDir
    Path dir;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    @Test
    void everyProblemIsNamedWithItsLineAndTheNearestKey() throws Exception {
        Path file = file("linnix.yaml", """
                api:
                  listen_adr: 127.0.0.1:1
                  max_streams: many
                  log_level: info
                rulez:
                  path: x
                ring:
                  size: [1]
                metrics:
                  enabled: yes
                  colour: blue
                state: /var/lib
                """);
        assertThat(Configs.problems(file))
                .containsExactly(
                        file + ":2: unknown key \"api.listen_adr\"; did you mean \"api.listen_addr\"?",
                        file + ":3: api.max_streams: expected a whole number from 1 to 1024, found \"many\"",
                        file + ":4: unknown key \"api.log_level\"; expected one of api.listen_addr, api.auth_token,"
                                + " api.auth_token_file, api.unix_socket, api.max_streams,"
                                + " api.require_kernel_instrumentation",
                        file + ":5: unknown section \"rulez\"; did you mean \"rules\"?",
                        file + ":8: ring.size: expected a power of two from 65536 to 268435456, found a list",
                        file + ":10: metrics.enabled: expected true or false, found \"yes\"",
                        file + ":11: unknown key \"metrics.colour\"; expected one of metrics.enabled,"
                                + " metrics.listen_addr",
                        file + ":12: state: expected keys and values, found \"/var/lib\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api: {listen_addr: 'localhost'}|expected an address and a port, e.g. 127.0.0.1:3000 or [::1]:3000,"
                        + " found \"localhost\"",
                "api: {listen_addr: '127.0.0.1:99999'}|expected a port from 0 to 65535, found 99999",
                "api: {listen_addr: 3000}|found 3000 without quotes",
                "api: {listen_addr: }|api.listen_addr: expected HOST:PORT or [IPV6]:PORT, found nothing",
                "api: {listen_addr: '127.0.0.1:1', listen_addr: '127.0.0.1:2'}|was given at line 1 already",
                "api: {auth_token: 'a b'}|visible ASCII characters without spaces, found others",
                "api: {auth_token: 'ä'}|visible ASCII characters without spaces, found others",
                "api: {auth_token: 123}|expected text in quotes, found something else",
                "api: {max_streams: 0}|expected a whole number from 1 to 1024, found 0",
                "api: {max_streams: 64.5}|expected a whole number from 1 to 1024, found 64.5",
                "api: {max_streams: '64'}|expected a whole number from 1 to 1024, found \"64\"",
                "api: {max_streams: 99999999999999999999}|expected a whole number from 1 to 1024",
                "api: {require_kernel_instrumentation: 1}|expected true or false, found 1",
                "api: {unix_socket: {path: x}}|found a mapping",
                "ring: {size: 1000}|expected a power of two from 65536 to 268435456, found 1000",
                "ring: {size: 1000000}|expected a power of two from 65536 to 268435456, found 1000000",
                "log: {level: loud}|expected one of off, error, warning, info, debug, trace, found \"loud\"",
                "rules: {path: 5}|expected the path of a file, found 5 without quotes",
                "alerts: {file: /}|expected the path of a file, found \"/\"",
                "state: {dir: ''}|expected the path of a directory, found \"\"",
                "state: {dir: \"a\\0b\"}|expected the path of a directory",
                "api: 5|api: expected keys and values, found 5",
                "5|expected sections such as \"api:\", found 5",
                "- a|expected sections such as \"api:\", found a list",
                "api: {listen_addr: [}|invalid YAML",
                "api: &a {b: *a}|no anchor named",
                "{? [a] : b}|expected a word as key",
                "api: {listen_addr: !!binary x}|unknown tag",
                "--- {} \\n--- {}|expected one document, found another",
                "dir: /x|unknown key \"dir\"",
            })
    void badYamlIsNamed(String text, String message) throws Exception {
        Path file = file("linnix.yaml", text.replace("\\n", "\n"));
        assertThat(Configs.problems(file))
                .isNotEmpty()
                .anySatisfy(
                        problem -> assertThat(problem).startsWith(file + ":").contains(message));
        assertThatThrownBy(() -> Configs.parse("--config", file.toString())).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[api]\\nlisten_addr = 3000|2: api.listen_addr",
                "[api]\\nlisten_addr = '127.0.0.1:1'\\nlisten_addr = '127.0.0.1:1'|3: invalid TOML",
                "[api]\\n[api]|2: invalid TOML",
                "[api]\\nlisten_addr = |2: invalid TOML",
                "[api]\\nauth_token = 2026-01-01|2: api.auth_token: expected text in quotes",
                "[runtime]\\noffline = 'no'|2: runtime.offline: expected true or false, found \"no\"",
                "[runtime]\\nevents_rate_cap = -1|2: runtime.events_rate_cap: expected a whole number of at least 0",
                "[notifications.apprise]\\nurls = 'x'|2: notifications.apprise.urls: expected a list of texts",
                "[notifications.apprise]\\nurls = [1]|2: notifications.apprise.urls: expected a list of texts",
                "[runtime]\\nofline = true|2: unknown key \"runtime.ofline\"; did you mean \"runtime.offline\"?",
                "[notification.slack]\\nchannel = 'x'|unknown section \"notification\"; did you mean"
                        + " \"notifications\"?",
                "[notifications.slak]\\nchannel = 'x'|1: unknown section \"notifications.slak\"; did you mean"
                        + " \"notifications.slack\"?",
                "[[api]]\\nlisten_addr = 'x'|api: expected keys and values, found a list",
                "api = 5|1: api: expected keys and values, found 5",
            })
    void badTomlIsNamed(String text, String message) throws Exception {
        Path file = file("linnix.toml", text.replace("\\n", "\n"));
        assertThat(Configs.problems(file))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith(file + ":")
                        .contains(message)
                        .doesNotContain("warning"));
        assertThatThrownBy(() -> Configs.parse("--config", file.toString())).isInstanceOf(ConfigException.class);
    }

    @Test
    void aSecretIsNeverPartOfAMessage() throws Exception {
        Path file = file("linnix.yaml", "api: {auth_token: 'hunter2 hunter2', auth_token_file: 5}\n");
        assertThat(Configs.problems(file)).hasSize(2).noneMatch(problem -> problem.contains("hunter2"));
        assertThat(Configs.problems(Map.of("LINNIX_API_TOKEN", "hunter2 hunter2")))
                .hasSize(1)
                .noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void nothingAndNullAreTheDefaultWhereNothingHoldsByDefault() throws Exception {
        Config byDefault = Configs.parse();
        String nulls = "api: {auth_token: null, unix_socket: ''}\nrules: {path: }\nlog:\nalerts: {}\n";
        for (Path same : List.of(
                file("a.yaml", nulls),
                file("b.yaml", ""),
                file("c.yaml", "# only a comment\n"),
                file("d.yaml", "\uFEFFapi: {}\n"),
                Path.of("/dev/null"))) {
            Config config = Configs.parse("--config", same.toString());
            assertThat(Configs.anywhere(config)).isEqualTo(byDefault);
            assertThat(config.source().file()).isEqualTo(same);
        }
    }

    @Test
    void aDamagedFileIsAProblemAndNeverAFailure() throws Exception {
        String toml = Files.readString(
                Path.of(ConfigFileTest.class.getResource("linnix.toml").toURI()));
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            damage("linnix.yaml", ConfigReference.yaml(), random);
            damage("linnix.toml", toml, random);
        }
    }

    private static void damage(String name, String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int j = random.nextInt(4); j >= 0; j--) {
            int at = random.nextInt(damaged.length());
            char c = "\0\t\n \"'#[]{}:=-.&*!|>%@\\0a\u00e9\ud800".charAt(random.nextInt(27));
            switch (random.nextInt(3)) {
                case 0 -> damaged.setCharAt(at, c);
                case 1 -> damaged.insert(at, c);
                default -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(40)));
            }
        }
        List<ConfigProblem> problems = new ArrayList<>();
        ConfigFile.parse(name, damaged.toString(), random.nextBoolean(), problems);
        assertThat(problems).as(damaged.toString()).allMatch(problem -> problem.line() > 0);
    }

    @Test
    void aFileThatCannotBeReadIsNoEmptyOne() throws Exception {
        assertThat(Configs.problems(dir.resolve("none.yaml")))
                .containsExactly(dir.resolve("none.yaml") + ": cannot read the configuration: there is no such file");
        assertThat(Configs.problems(dir))
                .containsExactly(dir + ": cannot read the configuration: expected a file, found a directory");
        Path latin1 = Files.write(dir.resolve("l.yaml"), "log: {level: é}".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Configs.problems(latin1)).singleElement().asString().contains("expected UTF-8 text");
        Path large = file("large.yaml", "#".repeat(TextFile.MOST_BYTES + 1));
        assertThat(Configs.problems(large)).singleElement().asString().contains("expected at most");
        Path long1 = file("long.yaml", "# \n".repeat(400_000));
        assertThat(Configs.problems(long1)).singleElement().asString().contains("expected at most 1048576 characters");
    }
}
