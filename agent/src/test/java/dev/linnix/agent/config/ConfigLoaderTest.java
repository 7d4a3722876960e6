package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does what wins win, and is an open door without a lock refused? */
class ConfigLoaderTest {
    @TempDir
    Path dir;

    /** A file that nobody else can read. */
    private Path file(String name, String text) throws IOException {
        Path file = Files.writeString(dir.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void anOptionWinsOverTheEnvironmentThatOverTheFileThatOverTheDefault() throws Exception {
        Path file = file("linnix.yaml", """
                api: {listen_addr: "127.0.0.1:1", unix_socket: /file.sock}
                metrics: {listen_addr: "127.0.0.1:2"}
                log: {level: error}
                """);
        LoadedConfig loaded = Configs.load(
                Map.of("LINNIX_LISTEN_ADDR", "127.0.0.1:3", "LINNIX_METRICS_LISTEN_ADDR", "127.0.0.1:4"),
                "--config",
                file.toString(),
                "--listen",
                "127.0.0.1:5");
        Config config = loaded.config();
        assertThat(config.listen().getPort()).isEqualTo(5);
        assertThat(config.api().metricsListen().orElseThrow().getPort()).isEqualTo(4);
        assertThat(config.api().unixSocket()).contains(Path.of("/file.sock"));
        assertThat(Configs.from(loaded, "api.listen_addr")).isEqualTo("--listen");
        assertThat(Configs.from(loaded, "metrics.listen_addr")).isEqualTo("LINNIX_METRICS_LISTEN_ADDR");
        assertThat(Configs.from(loaded, "log.level")).isEqualTo(file + ":3");
        assertThat(Configs.from(loaded, "ring.size")).isEqualTo("default");
    }

    @Test
    void theFileOfTheOptionWinsOverThatOfTheEnvironmentThatOverTheFirstInTheUsualPlace() throws Exception {
        Path none = dir.resolve("none.yaml");
        Path usual = file("usual.toml", "[api]\nlisten_addr = '127.0.0.1:1'\n");
        Path variable = file("variable.yaml", "api: {listen_addr: '127.0.0.1:2'}\n");
        Path option = file("option.yaml", "api: {listen_addr: '127.0.0.1:3'}\n");
        Map<String, String> environment = Map.of("LINNIX_CONFIG", variable.toString());
        List<Path> usualPlaces = List.of(none, usual);
        CommandLine bare = CommandLine.read(List.of());
        CommandLine named = CommandLine.read(List.of("--config", option.toString()));
        assertThat(ConfigLoader.load(bare, Map.of(), List.of(none)).file()).isEmpty();
        assertThat(port(ConfigLoader.load(bare, Map.of(), usualPlaces))).isEqualTo(1);
        assertThat(port(ConfigLoader.load(bare, environment, usualPlaces))).isEqualTo(2);
        assertThat(port(ConfigLoader.load(named, environment, usualPlaces))).isEqualTo(3);
    }

    private static int port(LoadedConfig loaded) throws ConfigException {
        return loaded.config().listen().getPort();
    }

    @Test
    void theRuntimeDirectoryOfTheServiceManagerIsUsedUnlessTheFileNamesOne() throws Exception {
        Map<String, String> environment = Map.of("RUNTIME_DIRECTORY", "/run/linnix:/run/other");
        assertThat(Configs.load(environment).config().runtimeDir()).isEqualTo(Path.of("/run/linnix"));
        Path file = file("linnix.yaml", "state: {runtime_dir: /run/mine, dir: /state}\n");
        Config config = Configs.load(environment, "--config", file.toString()).config();
        assertThat(config.runtimeDir()).isEqualTo(Path.of("/run/mine"));
        assertThat(config.stateDir()).isEqualTo(Path.of("/state"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:3000", "[::]:3000", "192.168.1.1:3000", "example.org:3000", "localhost.example:1"})
    void whereOthersReachTheApiATokenIsRequired(String address) throws Exception {
        assertThat(Configs.problems(Map.of(), "--listen", address))
                .singleElement()
                .asString()
                .startsWith("--listen: api.listen_addr: expected a token, since others than this host can reach")
                .contains("LINNIX_API_TOKEN");
        assertThat(Configs.problems(Map.of("LINNIX_API_TOKEN", "  "), "--listen", address))
                .hasSize(1);
        assertThat(Configs.problems(Map.of("LINNIX_API_TOKEN", "secret"), "--listen", address))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:3000", "127.8.9.10:1", "[::1]:3000", "localhost:0", "LocalHost:1"})
    void onThisHostNoTokenIsRequired(String address) throws Exception {
        assertThat(Configs.parse("--listen", address).listen().getAddress().isLoopbackAddress())
                .isTrue();
    }

    @Test
    void aConfigurationThatLetsOthersInWithoutATokenCannotBeMade() {
        InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 3000);
        assertThatThrownBy(() ->
                        new Config.Api(everywhere, Optional.empty(), Optional.empty(), false, Optional.empty(), 64))
                .hasMessageContaining("needs a token");
        assertThat(new Config.Api(everywhere, Optional.of("secret"), Optional.empty(), false, Optional.empty(), 64)
                        .toString())
                .doesNotContain("secret");
    }

    @Test
    void problemsAreToldInTheOrderOfTheFile() throws Exception {
        Path file = file("linnix.yaml", "api: {listen_addr: '0.0.0.0:1'}\nrulez: {}\n");
        assertThat(Configs.load(Map.of("LINNIX_UDS_PATH", "/"), "--config", file.toString())
                        .problems())
                .extracting(ConfigProblem::line)
                .containsExactly(0, 1, 2);
    }

    @Test
    void aTokenMayComeFromAFile() throws Exception {
        Path token = file("token", "  s3cret\n");
        Path file = file("linnix.yaml", "api: {auth_token_file: " + token + ", listen_addr: '0.0.0.0:1'}\n");
        LoadedConfig loaded = Configs.load(Map.of(), "--config", file.toString());
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.config().api().token()).contains("s3cret");
        assertThat(loaded.effective().toString()).doesNotContain("s3cret");
        Map<String, String> environment = Map.of("LINNIX_API_TOKEN", "other");
        assertThat(Configs.load(environment, "--config", file.toString())
                        .config()
                        .api()
                        .token())
                .contains("other");
    }

    @Test
    void aTokenFileThatHoldsNoTokenIsAnError() throws Exception {
        Path file = file("linnix.yaml", "api:\n  auth_token_file: " + dir.resolve("token") + "\n");
        assertThat(Configs.problems(file))
                .containsExactly(file + ":2: api.auth_token_file: there is no file " + dir.resolve("token"));
        file("token", "\n");
        assertThat(Configs.problems(file)).singleElement().asString().contains("expected a token in", "found nothing");
        file("token", "two words\n");
        assertThat(Configs.problems(file))
                .singleElement()
                .asString()
                .contains("found others in")
                .doesNotContain("two words");
    }

    @Test
    void twoTokensInOneFileAreOneTooMany() throws Exception {
        Path token = file("token", "a\n");
        Path file = file("linnix.yaml", "api:\n  auth_token: b\n  auth_token_file: " + token + "\n");
        assertThat(Configs.problems(file))
                .containsExactly(file + ":3: api.auth_token_file: expected either this or api.auth_token, found both;"
                        + " the other is at line 2");
    }

    @Test
    void aSecretEverybodyCanReadIsWarnedAbout() throws Exception {
        Path file = file("linnix.yaml", "api:\n  auth_token: b\n");
        assertThat(Configs.problems(file)).isEmpty();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Configs.problems(file))
                .containsExactly(file + ":2: warning: api.auth_token: every user of this host can read the token in "
                        + file + "; chmod o-r " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9464", "localhost:9464"})
    void twoListenersCannotShareAnAddress(String address) throws Exception {
        assertThat(Configs.problems(Map.of(), "--listen", address))
                .singleElement()
                .asString()
                .startsWith("--listen: api.listen_addr: expected different addresses for");
        assertThat(Configs.problems(Map.of(), "--listen", address, "--metrics-listen", "off"))
                .isEmpty();
        assertThat(Configs.problems(Map.of(), "--metrics-listen", "0.0.0.0:3000"))
                .singleElement()
                .asString()
                .startsWith("--metrics-listen: metrics.listen_addr: expected different addresses for");
        assertThat(Configs.problems(Map.of(), "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0"))
                .isEmpty();
    }

    @Test
    void aHostNameNobodyKnowsIsAnErrorAtStart() throws Exception {
        LoadedConfig loaded = Configs.load(Map.of(), "--metrics-listen", "no-such-host.invalid:1");
        assertThat(loaded.hasErrors()).isFalse();
        assertThatThrownBy(loaded::config)
                .isInstanceOf(ConfigException.class)
                .hasMessage("--metrics-listen: metrics.listen_addr: no address is known for the host name"
                        + " no-such-host.invalid");
    }

    @Test
    void aBudgetThatLeavesNothingForBundlesIsAnErrorWithTheNumbers() throws Exception {
        Path file = file("linnix.yaml", "recorder: {size: 2097152}\nspace: {budget: 3145728}\n");
        assertThat(Configs.problems(file))
                .containsExactly(file + ":2: space.budget: expected 1048576 bytes to be left for bundles, found 491520:"
                        + " space.budget is 3145728, of which 2097152 for recorder, 196608 for alerts, 98304 for audit,"
                        + " 262144 for small_files; raise it, or lower recorder.size");
        Path tooMuch = file("linnix.yaml", "recorder:\n  size: 1073741824\n");
        assertThat(Configs.problems(tooMuch))
                .singleElement()
                .asString()
                .startsWith(tooMuch + ":2: recorder.size: expected 1048576 bytes to be left for bundles, found -");
        assertThat(Configs.problems(file("linnix.yaml", "recorder: {size: 2000000}\nspace: {budget: 5000000}\n")))
                .isEmpty();
        assertThat(Configs.problems(file("linnix.yaml", "recorder: {enabled: false}\nspace: {budget: 4000000}\n")))
                .isEmpty();
    }

    @Test
    void withTheDefaultsEveryLogHasAllItHadBefore() throws Exception {
        Config.Space space = Configs.parse().space();
        assertThat(space.slices().budget()).isEqualTo(1L << 30);
        assertThat(space.slices().recorder()).isEqualTo(64 << 20);
        assertThat(space.slices().perAlertFile()).isGreaterThanOrEqualTo(2 * (16 << 20) + 8192);
        assertThat(space.slices().bundles()).isGreaterThan(900 << 20);
        assertThat(space.limits().age()).isEqualTo(Duration.ofDays(30));
        assertThat(space.limits().minFree()).isEmpty();
        Path file = file("linnix.yaml", "space: {max_age: 0.5, min_free: 7}\n");
        Config config = Configs.load(Map.of(), "--config", file.toString()).config();
        assertThat(config.space().limits().age()).isEqualTo(Duration.ofHours(12));
        assertThat(config.space().limits().minFree()).hasValue(7);
        assertThat(config.source().file()).isEqualTo(file);
        assertThat(config.source().sha256())
                .isEqualTo(TextFile.sha256(Files.readString(file)))
                .hasSize(64);
        assertThat(Configs.problems(file("linnix.yaml", "space: {max_age: 0}\n")))
                .singleElement()
                .asString()
                .endsWith("space.max_age: expected a number from 0.01 to 3650, found 0");
    }
}
