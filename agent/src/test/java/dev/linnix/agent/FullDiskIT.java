package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the agent still detect when its recorder has no room, say so, and record again once there is some? Needs root. */
class FullDiskIT {
    private static final String RULE =
            "- name: burst\n  detector: fork_burst\n  threshold: 40\n  window_seconds: 5\n  severity: high\n";

    @TempDir
    Path dir;

    private LiveAgent agent;
    private boolean mounted;

    @BeforeEach
    void begin() {
        agent = new LiveAgent(dir);
    }

    @AfterEach
    void end() throws Exception {
        agent.kill();
        if (mounted) run("umount", recorder().toString());
    }

    private Path recorder() {
        return agent.state().resolve("recorder");
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
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

        Path rules = Files.writeString(dir.resolve("rules.yaml"), RULE);
        InetSocketAddress api = agent.start("--rules", rules.toString());
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
        assertThat(RawHttp.get(api, "/readyz").status()).as(agent.logged()).isEqualTo(200);
        assertThat(RawHttp.get(api, "/status").body())
                .contains("\"hop\":\"recorder\",\"kind\":\"record\",\"reason\":\"disk\"");
        assertThat(agent.logged()).containsOnlyOnce("the flight recorder is off: no space left on device");

        Files.delete(ballast);
        await().atMost(Duration.ofSeconds(150))
                .untilAsserted(
                        () -> assertThat(RawHttp.get(api, "/recorder").body()).contains("\"state\":\"on\""));
        assertThat(agent.logged()).contains("the flight recorder is on again");
    }
}
