package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Does each variable do what it did, and is a mistake in one told apart from what is meant for others? */
class EnvironmentTest {
    @Test
    void eachVariableSetsItsKey() throws ConfigException {
        Config config = Configs.load(Map.of(
                        "LINNIX_LISTEN_ADDR", "0.0.0.0:1",
                        "LINNIX_API_TOKEN", " secret ",
                        "LINNIX_UDS_PATH", "/run/x.sock",
                        "LINNIX_METRICS_LISTEN_ADDR", "0.0.0.0:2",
                        "LINNIX_LOG_LEVEL", "debug"))
                .config();
        assertThat(config.listen().getPort()).isEqualTo(1);
        assertThat(config.api().token()).contains("secret");
        assertThat(config.api().unixSocket()).contains(Path.of("/run/x.sock"));
        assertThat(config.api().metricsListen().orElseThrow().getPort()).isEqualTo(2);
        assertThat(config.logLevel()).isEqualTo(System.Logger.Level.DEBUG);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "info|INFO",
                "WARN|WARNING",
                "off|OFF",
                "trace|TRACE",
                "warn,cognitod=debug|DEBUG",
                "cognitod=debug,warn|DEBUG",
                "linnix=error,hyper=trace|ERROR",
                "hyper=trace,error|ERROR",
                "error, info|INFO",
            })
    void rustLogIsReadForWhatConcernsTheAgent(String filter, System.Logger.Level level) throws ConfigException {
        assertThat(Configs.load(Map.of("RUST_LOG", filter)).config().logLevel()).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hyper=trace", "cognitod", "7", "cognitod=", "="})
    void aForeignVariableThatSaysNothingToUsIsNoReasonNotToStart(String filter) throws ConfigException {
        LoadedConfig loaded = Configs.load(Map.of("RUST_LOG", filter));
        assertThat(loaded.config().logLevel()).isEqualTo(System.Logger.Level.INFO);
        assertThat(loaded.problems().toString()).contains("RUST_LOG: warning: log.level: names no level");
    }

    @Test
    void theFirstOfTheLogVariablesThatSaysSomethingWins() throws ConfigException {
        assertThat(level("LINNIX_LOG_LEVEL", "error", "RUST_LOG", "debug")).isEqualTo(System.Logger.Level.ERROR);
        assertThat(level("RUST_LOG", "debug", "AOD_LOG_LEVEL", "ERROR")).isEqualTo(System.Logger.Level.DEBUG);
        assertThat(level("RUST_LOG", "hyper=info", "AOD_LOG_LEVEL", "CRITICAL")).isEqualTo(System.Logger.Level.ERROR);
        assertThat(level("LINNIX_LOG_LEVEL", " ", "AOD_LOG_LEVEL", "WARNING")).isEqualTo(System.Logger.Level.WARNING);
    }

    private static System.Logger.Level level(String a, String first, String b, String second) throws ConfigException {
        return Configs.load(Map.of(a, first, b, second)).config().logLevel();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LINNIX_LISTEN_ADDR|3000|LINNIX_LISTEN_ADDR: api.listen_addr: expected an address and a port",
                "LINNIX_LOG_LEVEL|loud|LINNIX_LOG_LEVEL: log.level: expected one of",
                "LINNIX_CONFIG|/none.yaml|/none.yaml: cannot read the configuration: there is no such file",
            })
    void aMistakeInOurOwnIsAnError(String name, String value, String message) throws ConfigException {
        LoadedConfig loaded = Configs.load(Map.of(name, value));
        assertThat(loaded.hasErrors()).isTrue();
        assertThat(loaded.problems().toString()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LINNIX_BPF_PATH|has no effect here: the programs for the kernel are part of this one",
                "LINNIX_PSI_CPU_PATH|has no effect here: pressure is always the kernel's own",
                "LINNIX_LISTEN_ADR|unknown variable, so it has no effect; did you mean \"LINNIX_LISTEN_ADDR\"?",
            })
    void aVariableOfOursWithoutEffectIsWarnedAbout(String name, String message) throws ConfigException {
        assertThat(Configs.problems(Map.of(name, "x")))
                .containsExactly(name + ": warning: " + message
                        + (message.endsWith("own") ? ", so that no file can stand for this host" : ""));
    }

    @Test
    void everyVariableOfLinnix0WithoutEffectIsWarnedAboutUnlessManyHostsSetIt() throws ConfigException {
        Map<String, String> all = new HashMap<>();
        LegacyKeys.VARIABLES.keySet().forEach(name -> all.put(name, "x"));
        String problems = Configs.problems(all).toString();
        for (String name : LegacyKeys.VARIABLES.keySet()) {
            if (LegacyKeys.OF_OTHERS.contains(name)) assertThat(problems).doesNotContain(name);
            else assertThat(problems).contains(name + ": warning: has no effect here: ");
        }
        assertThat(problems).contains("LLM_ENDPOINT", "K8S_TOKEN");
    }

    /** Whoever upgrades reads that page: each variable stands there with its reason. */
    @Test
    void theUpgradeGuideNamesEachVariableWithoutEffect() throws IOException {
        String page = Files.readString(Path.of("../docs/upgrading-from-linnix.md"));
        LegacyKeys.VARIABLES.forEach(
                (name, reason) -> assertThat(page).contains("| `" + name + "` | " + reason + " |"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"LINNIX_SERVICE_HOST", "LINNIX_API_PORT_3000_TCP_ADDR", "LINNIX_URL", "LINNIX_FOO", "HOSTNAME"})
    void aVariableOfOthersIsNot(String name) throws ConfigException {
        assertThat(Configs.problems(Map.of(name, "x"))).isEmpty();
    }
}
