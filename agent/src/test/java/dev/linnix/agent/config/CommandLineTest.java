package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is every mistake in options and configuration named, and nothing guessed? */
class CommandLineTest {
    @TempDir
    Path dir;

    private static Config parse(String... args) throws ConfigException {
        return CommandLine.parse(List.of(args), Map.of());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("linnix.yaml"), text);
    }

    @Test
    void withoutAnythingTheDefaultsHold() throws ConfigException {
        Config config = parse();
        assertThat(config.listen().toString()).isEqualTo("/127.0.0.1:3000");
        assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/linnix"));
        assertThat(config.runtimeDir()).isEqualTo(config.stateDir());
        assertThat(config.rules()).isNull();
        assertThat(config.ringBytes()).isEqualTo(1 << 20);
    }

    @Test
    void optionsWinOverTheFileAndTheFileOverTheDefaults() throws Exception {
        Path file = file("""
                api:
                  listen_addr: "[::1]:4000"
                rules:
                  path: /etc/r.yaml
                runtime:
                  state_dir: /var/tmp/x
                  ring_bytes: 65536
                """);
        Config config = parse("--config", file.toString(), "--rules=/other.yaml", "--state-dir", "/y");
        assertThat(config.listen().getPort()).isEqualTo(4000);
        assertThat(config.listen().getAddress().isLoopbackAddress()).isTrue();
        assertThat(config.rules()).isEqualTo(Path.of("/other.yaml"));
        assertThat(config.stateDir()).isEqualTo(Path.of("/y"));
        assertThat(config.ringBytes()).isEqualTo(65536);
    }

    @Test
    void theRuntimeDirectoryOfTheServiceManagerIsUsed() throws ConfigException {
        Config config = CommandLine.parse(List.of(), Map.of("RUNTIME_DIRECTORY", "/run/linnix"));
        assertThat(config.runtimeDir()).isEqualTo(Path.of("/run/linnix"));
    }

    @Test
    void everyProblemOfTheFileIsNamedWithItsLine() throws IOException {
        Path file = file("""
                api:
                  listen_adr: 127.0.0.1:1
                rulez:
                  path: x
                runtime:
                  ring_bytes: [1]
                """);
        assertThatThrownBy(() -> parse("--config", file.toString()))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        file + ":2: unknown key \"api.listen_adr\"; did you mean \"api.listen_addr\"?",
                                        file + ":3: unknown section \"rulez\"; did you mean \"rules\"?",
                                        file
                                                + ":6: expected one value for runtime.ring_bytes, found a list or a section"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api: {listen_addr: '0.0.0.0:3000'}|is not loopback",
                "api: {listen_addr: 'localhost'}|is malformed",
                "runtime: {ring_bytes: 1000}|power of two",
                "runtime: {ring_bytes: many}|whole number",
                "api: 5|expected keys below",
                "- a|expected sections",
                "api: {listen_addr: [}|not valid YAML",
                "api: {listen_addr: '127.0.0.1:1', listen_addr: '127.0.0.1:2'}|given twice",
            })
    void badValuesAreNamed(String text, String message) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> parse("--config", file.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(file + ":1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen 192.168.0.1:80|no access control yet",
                "--listen example.org:80|is malformed",
                "--listen 127.0.0.1:70000|too large",
                "--listen|needs a value",
                "--verbose|unknown option --verbose",
                "--rules a --rules b|given twice",
                "--config /does/not/exist|cannot read configuration",
            })
    void badOptionsAreNamed(String args, String message) {
        assertThatThrownBy(() -> parse(args.split(" ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
