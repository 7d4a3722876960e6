package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is every option taken as it was meant, and every mistake in options named? */
class CommandLineTest {
    @Test
    void withoutAnythingTheDefaultsHold() throws ConfigException {
        Config config = Configs.parse();
        assertThat(config.listen().toString()).isEqualTo("/127.0.0.1:3000");
        assertThat(config.api().metricsListen().orElseThrow().toString()).isEqualTo("/127.0.0.1:9464");
        assertThat(config.api().token()).isEmpty();
        assertThat(config.api().unixSocket()).isEmpty();
        assertThat(config.api().maxStreams()).isEqualTo(64);
        assertThat(config.requireKernelInstrumentation()).isTrue();
        assertThat(config.metricsEnabled()).isTrue();
        assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/linnix"));
        assertThat(config.runtimeDir()).isEqualTo(config.stateDir());
        assertThat(config.rules()).isNull();
        assertThat(config.alertsFiles()).isEmpty();
        assertThat(config.ringBytes()).isEqualTo(1 << 20);
        assertThat(config.logLevel()).isEqualTo(System.Logger.Level.INFO);
    }

    @Test
    void anOptionTakesItsValueFromTheNextArgumentOrBehindAnEqualsSign() throws ConfigException {
        Config config = Configs.parse(
                "--listen",
                "[::1]:0",
                "--rules=/a=b.yaml",
                "--state-dir",
                "/s",
                "--log-level=DEBUG",
                "--metrics-listen",
                "off",
                "--handler",
                "jsonl:/var/log/a.ndjson");
        assertThat(config.listen().getAddress().isLoopbackAddress()).isTrue();
        assertThat(config.listen().getPort()).isZero();
        assertThat(config.rules()).isEqualTo(Path.of("/a=b.yaml"));
        assertThat(config.stateDir()).isEqualTo(Path.of("/s"));
        assertThat(config.logLevel()).isEqualTo(System.Logger.Level.DEBUG);
        assertThat(config.api().metricsListen()).isEmpty();
        assertThat(config.alertsFiles()).containsExactly(Path.of("/var/log/a.ndjson"));
    }

    @Test
    void aRulesHandlerIsAnotherNameForTheRulesFile() throws ConfigException {
        assertThat(Configs.parse("--handler=rules:/etc/r.yaml").rules()).isEqualTo(Path.of("/etc/r.yaml"));
    }

    @Test
    void aConfigurationOfAodv2IsNamedByAnOption(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(
                dir.resolve("config.yaml"),
                "guardian: {anomalies: {slow: {type: latency, acceptable_count: 3, mode: all}}}\n");
        Config config = Configs.parse("--aod-config", file.toString());
        assertThat(config.importedRules().name()).isEqualTo(file.toString());
        assertThat(config.importedRules().text()).contains("name: \"slow\"");
        assertThat(Configs.parse().importedRules()).isNull();
        assertThatThrownBy(() -> Configs.parse("--aod-config", file.toString(), "--aod-config=" + file))
                .hasMessageContaining("--aod-config is given twice");
    }

    @Test
    void alertsMayGoToSeveralFilesAsInLinnix0() throws ConfigException {
        String[] twice = {"--handler", "jsonl:/a", "--handler=jsonl:/b"};
        assertThat(Configs.parse(twice).alertsFiles()).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(Configs.load(Map.of(), twice).effective())
                .contains(new LoadedConfig.Effective("alerts.file", "/a, /b", "--handler jsonl:"));
        String[] nine =
                IntStream.range(0, 9).mapToObj(i -> "--handler=jsonl:/" + i).toArray(String[]::new);
        assertThatThrownBy(() -> Configs.parse(nine)).hasMessageContaining("expects at most 8 files");
    }

    @Test
    void whatIsToBeDoneFollowsFromTheFlags() throws ConfigException {
        assertThat(CommandLine.read(List.of()).mode()).isEqualTo(CommandLine.Mode.RUN);
        CommandLine check = CommandLine.read(List.of("--json", "--check-config", "--compat"));
        assertThat(check.mode()).isEqualTo(CommandLine.Mode.CHECK_CONFIG);
        assertThat(check.compatible()).isTrue();
        assertThat(check.json()).isTrue();
        assertThat(CommandLine.read(List.of("--dry-run")).mode()).isEqualTo(CommandLine.Mode.DRY_RUN);
        assertThat(CommandLine.read(List.of("--probe-only")).mode()).isEqualTo(CommandLine.Mode.PROBE_ONLY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen example.org|expected an address and a port",
                "--listen 127.0.0.1:70000|expected a port from 0 to 65535, found 70000",
                "--metrics-listen on|expected an address and a port",
                "--log-level loud|expected one of off, error, warning, info, debug, trace, found \"loud\"",
                "--log-level warnign|did you mean \"warning\"?",
                "--listen|needs a value",
                "--listen=|needs a value",
                "--verbose|unknown option --verbose; there are --aod-config, --check-config",
                "--rule x|unknown option --rule; did you mean \"--rules\"?",
                "--rules a --rules b|given twice",
                "--rules a --handler rules:b|given twice; --rules and --handler rules: are the same",
                "--config a --config b|given twice",
                "--handler jsonl:/a --handler jsonl:/b --handler jsonl:/a|jsonl:/a is given twice",
                "--json|--json goes with --check-config only",
                "--handler csv:a|expects rules:FILE or jsonl:FILE, found csv:a",
                "--handler rules:|expects rules:FILE or jsonl:FILE, found rules:",
                "--handler rules|expects rules:FILE or jsonl:FILE, found rules",
                "--dry-run=yes|takes no value",
                "--dry-run --probe-only|expected one of",
                "--detach|--detach was dropped: the agent stays in the foreground",
                "rules.yaml|unexpected argument rules.yaml",
            })
    void badOptionsAreNamed(String args, String message) {
        assertThatThrownBy(() -> Configs.parse(args.split(" ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        assertThatThrownBy(() -> CommandLine.read(List.of("--verbose", "--listen", "x", "y", "--ring")))
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.problems()).hasSize(4));
    }

    @Test
    void theHelpNamesEveryOptionThatSetsSomething() {
        for (Setting<?> setting : Schema.SETTINGS) {
            for (String option : setting.options())
                assertThat(CommandLine.USAGE).contains(option);
        }
    }
}
