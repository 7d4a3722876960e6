package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.RawHttp.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the daemon, as a process with real sensors, start, see, stop and come back as it should? Needs root. */
class AgentIT {
    private static final String RULE =
            "- name: burst\n  detector: fork_burst\n  threshold: 200\n  window_seconds: 5\n  severity: high\n";

    @TempDir
    Path dir;

    private LiveAgent agent;

    @BeforeEach
    void begin() {
        agent = new LiveAgent(dir);
    }

    @AfterEach
    void end() throws InterruptedException {
        agent.kill();
    }

    private String logged() throws IOException {
        return agent.logged();
    }

    private static Answer get(InetSocketAddress api, String target) throws IOException {
        return RawHttp.get(api, target);
    }

    @Test
    void seesARealFaultAndBlamesItsCauseAndEndsOnSigterm() throws Exception {
        Path rules = Files.writeString(dir.resolve("rules.yaml"), RULE);
        InetSocketAddress api = agent.start("--rules", rules.toString());
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

        agent.process().destroy();
        assertThat(agent.process().waitFor(20, TimeUnit.SECONDS)).as(logged()).isTrue();
        assertThat(agent.process().exitValue()).as(logged()).isZero();
        assertThat(logged()).contains("alert firing:").contains("rule=burst").contains("stopped");
        assertThat(agent.state().resolve("alerts.ndjson")).content().contains("\"rule\":\"burst\"");
        assertThat(agent.state().resolve("heartbeat")).doesNotExist();
        assertThat(agent.state().resolve("api.address")).doesNotExist();
    }

    @Test
    void aKilledAgentLeavesATraceForTheNext() throws Exception {
        agent.start();
        assertThat(agent.state().resolve("heartbeat")).exists();
        agent.process().destroyForcibly().waitFor();
        InetSocketAddress api = agent.start();
        assertThat(get(api, "/status").body())
                .contains("\"blind\":{\"from\":\"20")
                .contains("\"rebooted\":false");
        assertThat(logged()).contains("blind from ");
    }

    @Test
    void aTokenIsAskedForAndLiesInTheStateDirectoryWhileTheAgentRuns() throws Exception {
        InetSocketAddress api = agent.with("LINNIX_API_TOKEN", "of-this-host").start();
        assertThat(get(api, "/status").status()).isEqualTo(401);
        Path token = agent.state().resolve("api.token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-r-----");
        Answer answer = RawHttp.send(
                api,
                "GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + Files.readString(token).strip() + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"args_unreadable\":").contains("\"command_line_abandoned\":");
        assertThat(logged()).doesNotContain("of-this-host");

        Path metrics = agent.state().resolve("metrics.address");
        assertThat(get(agent.address("metrics.address"), "/healthz").status()).isEqualTo(200);

        agent.process().destroy();
        assertThat(agent.process().waitFor(20, TimeUnit.SECONDS)).as(logged()).isTrue();
        assertThat(token).doesNotExist();
        assertThat(metrics).doesNotExist();
    }

    @Test
    void rulesAreReloadedOnSighupAndAFaultyFileChangesNothing() throws Exception {
        Path rules = Files.writeString(dir.resolve("rules.yaml"), RULE);
        InetSocketAddress api = agent.start("--rules", rules.toString());
        new ProcessBuilder("kill", "-HUP", String.valueOf(agent.process().pid()))
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
        agent.launch(List.of(), "--rules", rules.toString());
        assertThat(agent.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.process().exitValue()).isEqualTo(2);
        assertThat(logged()).contains("rules.yaml:2").contains("nonsense");
    }

    @Test
    void withoutPrivilegesItRunsAndSaysWhatItCannotSee() throws Exception {
        InetSocketAddress api = agent.startBehind("setpriv", "--bounding-set=-all", "--inh-caps=-all");
        assertThat(logged()).contains("Running without required sensors").contains("CAP_BPF");
        assertThat(get(api, "/readyz").status()).isEqualTo(503);
        assertThat(get(api, "/readyz").body())
                .contains("required sensor lifecycle is given up")
                .contains("required sensor tasks is given up")
                .contains("EPERM")
                .contains("CAP_BPF and CAP_PERFMON are missing");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(api, "/processes/" + agent.process().pid()).status() == 200);
    }

    @Test
    void inAnotherPidNamespaceItSaysSoAndTakesNobodyForEnded() throws Exception {
        InetSocketAddress api = agent.startBehind("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");
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
