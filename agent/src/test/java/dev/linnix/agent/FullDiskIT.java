package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the agent still detect when its recorder has no room, say so, and record again once there is some? Needs root. */
class FullDiskIT {
    private static final String RULE =
            "- name: burst\n  detector: fork_burst\n  threshold: 40\n  window_seconds: 5\n  severity: high\n";

    @TempDir
    Path dir;

    private @Nullable Process running;
    private boolean mounted;

    @AfterEach
    void end() throws Exception {
        if (running != null) running.destroyForcibly().waitFor();
        if (mounted) run("umount", recorder().toString());
    }

    private Path recorder() {
        return dir.resolve("state/recorder");
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }

    private String logged() throws IOException {
        return Files.readString(dir.resolve("log"));
    }

    private InetSocketAddress start() throws IOException {
        Path rules = Files.writeString(dir.resolve("rules.yaml"), RULE);
        Process agent = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(),
                        "--listen",
                        "127.0.0.1:0",
                        "--metrics-listen",
                        "off",
                        "--config",
                        "/dev/null",
                        "--rules",
                        rules.toString(),
                        "--state-dir",
                        dir.resolve("state").toString()))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
        running = agent;
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(agent.isAlive()).as(logged()).isTrue();
            return logged().contains("API on");
        });
        URI url = URI.create(Files.readString(dir.resolve("state/api.address")).strip());
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort());
    }

    @Test
    void theRecorderIsOffTheDetectionGoesOnAndSpaceMakesItWell() throws Exception {
        Files.createDirectories(recorder());
        run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=1m,mode=750",
                "linnix-test",
                recorder().toString());
        mounted = true;
        Path ballast = recorder().resolve("ballast");
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int i = 0; i < 300; i++) out.write(page);
        } catch (IOException e) {
            assertThat(e).as("the disk is full").hasMessageContaining("No space left");
        }

        InetSocketAddress api = start();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(RawHttp.get(api, "/status").body())
                        .contains("\"recorder\":{\"state\":\"off\",\"reason\":\"no space left on device\""));
        Process fault = new ProcessBuilder("sh", "-c", "for i in $(seq 80); do /bin/true; done; exec sleep 60").start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> RawHttp.get(api, "/timeline").body().contains("\"rule\":\"burst\""));
        } finally {
            fault.destroyForcibly().waitFor();
        }
        assertThat(RawHttp.get(api, "/readyz").status()).as(logged()).isEqualTo(200);
        assertThat(RawHttp.get(api, "/status").body())
                .contains("\"hop\":\"recorder\",\"kind\":\"record\",\"reason\":\"disk\"");
        assertThat(logged()).containsOnlyOnce("the flight recorder is off: no space left on device");

        Files.delete(ballast);
        await().atMost(Duration.ofSeconds(150))
                .untilAsserted(
                        () -> assertThat(RawHttp.get(api, "/recorder").body()).contains("\"state\":\"on\""));
        assertThat(logged()).contains("the flight recorder is on again");
    }
}
