package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.config.LegacyKey.Fate;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a {@code linnix.toml} of Linnix 0.x load as it is, and is what has no effect named? */
class LegacyConfigTest {
    @TempDir
    Path dir;

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("linnix.toml"), text);
    }

    private static Path complete() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(LegacyConfigTest.class.getResource("linnix.toml"))
                .toURI());
    }

    @Test
    void whatLinnixUsedMeansTheSame() throws Exception {
        Config config = Configs.parse("--config", complete().toString());
        assertThat(config.listen().toString()).isEqualTo("/0.0.0.0:4000");
        assertThat(config.api().token()).contains("not-so-secret");
        assertThat(config.api().unixSocket()).contains(Path.of("/run/linnix/api.sock"));
        assertThat(config.api().metricsListen().orElseThrow().getPort()).isEqualTo(9500);
        assertThat(config.requireKernelInstrumentation()).isFalse();
        assertThat(config.metricsEnabled()).isTrue();
        assertThat(config.alertsFiles()).containsExactly(Path.of("/srv/log/alerts.ndjson"));
        assertThat(config.rules()).isEqualTo(Path.of("/srv/linnix/rules.yaml"));
    }

    @Test
    void eachKeyWithoutEffectIsNamedOnceWithItsLineAndReason() throws Exception {
        List<ConfigProblem> problems =
                Configs.load(Map.of(), "--config", complete().toString()).problems();
        List<String> lines = Files.readAllLines(complete());
        for (LegacyKey key : LegacyKeys.KEYS) {
            List<ConfigProblem> named =
                    problems.stream().filter(p -> p.key().equals(key.key())).toList();
            if (key.fate() == Fate.USED) continue;
            assertThat(named).as(key.key()).hasSize(1);
            String name = key.key().substring(key.key().lastIndexOf('.') + 1);
            assertThat(lines.get(named.getFirst().line() - 1)).startsWith(name + " = ");
            assertThat(named.getFirst().isError()).isFalse();
            assertThat(named.getFirst().message())
                    .contains(key.reason())
                    .contains(key.fate() == Fate.DEAD ? "it never had one" : "has no effect here");
        }
    }

    @Test
    void theMetricsOfTheOldNamesCanBeTurnedOff() throws Exception {
        Path file = file("[outputs]\nprometheus = false\n");
        assertThat(Configs.parse("--config", file.toString()).metricsEnabled()).isFalse();
    }

    @Test
    void ofTheTwoOldNamesEachTurnsMetricsOn() throws Exception {
        for (String text : List.of(
                "[outputs]\nprometheus = false\n[prometheus]\nenabled = true\n",
                "[outputs]\nprometheus = true\n[prometheus]\nenabled = false\n")) {
            Path file = file(text);
            assertThat(Configs.parse("--config", file.toString()).metricsEnabled())
                    .isTrue();
            assertThat(Configs.problems(file)).singleElement().asString().contains("contradicts line");
        }
    }

    @Test
    void twoNamesOfOneThingMustAgree() throws Exception {
        Path same = file("[outputs]\nmetrics_listen_addr = '127.0.0.1:1'\n[metrics]\nlisten_addr = '127.0.0.1:1'\n");
        assertThat(Configs.problems(same)).isEmpty();
        Path other = file("[outputs]\nmetrics_listen_addr = '127.0.0.1:1'\n[metrics]\nlisten_addr = '127.0.0.1:2'\n");
        assertThat(Configs.problems(other))
                .containsExactly(
                        other + ":4: metrics.listen_addr: contradicts line 2, which sets metrics.listen_addr too");
    }

    @Test
    void aKeyInNoDocumentIsAnErrorUnlessToleranceIsAskedFor() throws Exception {
        Path file = file("[telemetry]\nsample_intervall_ms = 5\n[brakes]\nx = 1\n");
        LoadedConfig strict = Configs.load(Map.of(), "--config", file.toString());
        assertThat(strict.hasErrors()).isTrue();
        assertThat(strict.problems().getFirst().toString())
                .isEqualTo(file + ":2: unknown key \"telemetry.sample_intervall_ms\"; did you mean"
                        + " \"telemetry.sample_interval_ms\"?");
        LoadedConfig tolerant = Configs.load(Map.of(), "--compat", "--config", file.toString());
        assertThat(tolerant.hasErrors()).isFalse();
        assertThat(tolerant.problems()).hasSize(2);
        assertThat(Configs.anywhere(tolerant.config())).isEqualTo(Configs.parse());
    }

    @Test
    void ourOwnFormatIsNeverTolerated() throws Exception {
        Path file = Files.writeString(dir.resolve("linnix.yaml"), "brakes: {x: 1}\n");
        assertThat(Configs.load(Map.of(), "--compat", "--config", file.toString())
                        .hasErrors())
                .isTrue();
    }
}
