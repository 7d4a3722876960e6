package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.RawHttp.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the daemon, as a process with real sensors, start, see, stop and come back as it should? Needs root. */
class AgentIT {
    private static final String RULE =
            "- name: burst\n  detector: fork_burst\n  threshold: 200\n  window_seconds: 5\n  severity: high\n";

    @TempDir
    Path dir;

    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Process running;

    @AfterEach
    void end() throws InterruptedException {
        if (running != null) running.destroyForcibly().waitFor();
    }

    private Process agent() {
        return Objects.requireNonNull(running);
    }

    private Path log() {
        return dir.resolve("log");
    }

    private String logged() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    private Process launch(String... more) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of(more));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private List<String> java() {
        return List.of(
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
                "--config",
                "/dev/null",
                "--metrics-listen",
                "127.0.0.1:0",
                "--state-dir",
                dir.resolve("state").toString());
    }

    private InetSocketAddress start(String... more) throws IOException {
        running = launch(more);
        return awaitApi();
    }

    private InetSocketAddress startBehind(String... prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(java());
        running = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        return awaitApi();
    }

    private InetSocketAddress awaitApi() throws IOException {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(agent().isAlive()).as(logged()).isTrue();
            return logged().contains("API on");
        });
        URI url = URI.create(Files.readString(dir.resolve("state/api.address")).strip());
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort());
    }

    private static Answer get(InetSocketAddress api, String target) throws IOException {
        return RawHttp.get(api, target);
    }

    @Test
    void seesARealFaultAndBlamesItsCauseAndEndsOnSigterm() throws Exception {
        Path rules = Files.writeString(dir.resolve("rules.yaml"), RULE);
        InetSocketAddress api = start("--rules", rules.toString());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(get(api, "/readyz").body()).contains("\"ready\":true"));
        assertThat(get(api, "/status").body())
                .as("the version in the jar's manifest")
                .doesNotContain("\"version\":\"dev\"");

        Process fault =
                new ProcessBuilder("sh", "-c", "for i in $(seq 400); do /bin/true; done; exec sleep 60").start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> get(api, "/timeline").body().contains("\"rule\":\"burst\""));
            assertThat(get(api, "/timeline").body()).contains("\"offender\":{\"pid\":" + fault.pid() + ",");
            assertThat(get(api, "/incidents").body()).contains("\"target_pid\":" + fault.pid());
            assertThat(get(api, "/processes/" + fault.pid()).body()).contains("\"event_type\":\"");
        } finally {
            fault.destroyForcibly().waitFor();
        }

        agent().destroy();
        assertThat(agent().waitFor(20, TimeUnit.SECONDS)).as(logged()).isTrue();
        assertThat(agent().exitValue()).as(logged()).isZero();
        assertThat(logged()).contains("alert firing:").contains("rule=burst").contains("stopped");
        assertThat(dir.resolve("state/alerts.ndjson")).content().contains("\"rule\":\"burst\"");
        assertThat(dir.resolve("state/heartbeat")).doesNotExist();
        assertThat(dir.resolve("state/api.address")).doesNotExist();
    }

    @Test
    void aKilledAgentLeavesATraceForTheNext() throws Exception {
        start();
        assertThat(dir.resolve("state/heartbeat")).exists();
        agent().destroyForcibly().waitFor();
        InetSocketAddress api = start();
        assertThat(get(api, "/status").body())
                .contains("\"blind\":{\"from\":\"20")
                .contains("\"rebooted\":false");
        assertThat(logged()).contains("blind from ");
    }

    @Test
    void aTokenIsAskedForAndLiesInTheStateDirectoryWhileTheAgentRuns() throws Exception {
        environment.put("LINNIX_API_TOKEN", "of-this-host");
        InetSocketAddress api = start();
        assertThat(get(api, "/status").status()).isEqualTo(401);
        Path token = dir.resolve("state/api.token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-r-----");
        Answer answer = RawHttp.send(
                api,
                "GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + Files.readString(token).strip() + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"args_unreadable\":").contains("\"command_line_abandoned\":");
        assertThat(logged()).doesNotContain("of-this-host");

        Path metrics = dir.resolve("state/metrics.address");
        URI operational = URI.create(Files.readString(metrics).strip());
        assertThat(get(new InetSocketAddress(InetAddress.getLoopbackAddress(), operational.getPort()), "/healthz")
                        .status())
                .isEqualTo(200);

        agent().destroy();
        assertThat(agent().waitFor(20, TimeUnit.SECONDS)).as(logged()).isTrue();
        assertThat(token).doesNotExist();
        assertThat(metrics).doesNotExist();
    }

    @Test
    void rulesAreReloadedOnSighupAndAFaultyFileChangesNothing() throws Exception {
        Path rules = Files.writeString(dir.resolve("rules.yaml"), RULE);
        InetSocketAddress api = start("--rules", rules.toString());
        new ProcessBuilder("kill", "-HUP", String.valueOf(agent().pid()))
                .start()
                .waitFor();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(api, "/status").body().contains("\"reloads\":1"));
        Files.writeString(rules, RULE + "- name: burst\n");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(api, "/status").body().contains("\"last_reload\":\"rejected\""));
        assertThat(get(api, "/status").body()).contains("\"active_rules\":1");
    }

    @Test
    void badRulesAreNamedAndTheExitStatusIsTwo() throws Exception {
        Path rules = Files.writeString(dir.resolve("rules.yaml"), "- name: a\n  detector: nonsense\n");
        running = launch("--rules", rules.toString());
        assertThat(agent().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(agent().exitValue()).isEqualTo(2);
        assertThat(logged()).contains("rules.yaml:2").contains("nonsense");
    }

    @Test
    void withoutPrivilegesItRunsAndSaysWhatItCannotSee() throws Exception {
        InetSocketAddress api = startBehind("setpriv", "--bounding-set=-all", "--inh-caps=-all");
        assertThat(logged()).contains("Running without required sensors").contains("CAP_BPF");
        assertThat(get(api, "/readyz").status()).isEqualTo(503);
        assertThat(get(api, "/readyz").body())
                .contains("required sensor lifecycle is given up")
                .contains("required sensor tasks is given up")
                .contains("EPERM")
                .contains("CAP_BPF and CAP_PERFMON are missing");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(api, "/processes/" + agent().pid()).status() == 200);
    }

    @Test
    void inAnotherPidNamespaceItSaysSoAndTakesNobodyForEnded() throws Exception {
        InetSocketAddress api = startBehind("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");
        Answer ready = get(api, "/readyz");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body())
                .contains("required sensor tasks is given up: the agent runs in a PID namespace of its own")
                .contains("--pid=host")
                .doesNotContain("lifecycle");

        Process witness = new ProcessBuilder("cat").start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(api, "/processes/" + witness.pid()).status() == 200);
            // By then a snapshot, if there were any, would have shown that the witness is not in that namespace.
            long later = uptime(api) + 3;
            await().atMost(Duration.ofSeconds(30)).until(() -> uptime(api) >= later);
            assertThat(get(api, "/processes/" + witness.pid()).status()).isEqualTo(200);
            assertThat(get(api, "/status").body()).contains("\"taken\":0,");
        } finally {
            witness.destroyForcibly().waitFor();
        }
    }

    private static long uptime(InetSocketAddress api) throws IOException {
        Matcher matcher = Pattern.compile("\"uptime_s\":(\\d+)")
                .matcher(get(api, "/status").body());
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
