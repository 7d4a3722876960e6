package dev.linnix.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Does a rule file written for Linnix 0.x raise the right alert about faults that none of our programs
 * caused? Needs root, BPF and stress-ng.
 */
class Linnix0RulesIT {
    private static final String RULES = """
            - name: fork_storm_demo
              detector: forks_per_sec
              threshold: 10
              duration: 2
              severity: high
              cooldown: 30
            - name: fork_burst_demo
              detector: fork_burst
              threshold: 30
              window_seconds: 5
              severity: medium
              cooldown: 30
            - name: memory_leak_demo
              detector: subtree_rss_mb
              threshold: 50
              duration: 2
              severity: high
              cooldown: 30
            - name: cpu_spike_demo
              detector: subtree_cpu_pct
              threshold: 50
              duration: 5
              severity: medium
              cooldown: 30
            """;

    /** stress-ng's exec stressor does not run as root. */
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    @TempDir
    Path directory;

    private AgentProcess agent;
    private Process load;

    @BeforeEach
    void start() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        Path home = Path.of(System.getProperty("linnix.home"));
        agent = AgentProcess.start(home, rules, directory, AgentProcess.freePort(0), false, List.of());
        agent.awaitReady(60_000);
        Path share = Path.of("/proc", Long.toString(agent.pid()), "autogroup");
        if (Files.exists(share)) assertThat(share).content().endsWith("nice -10\n");
    }

    @AfterEach
    void stop() throws Exception {
        if (load != null) {
            load.destroy();
            if (!load.waitFor(10, TimeUnit.SECONDS)) {
                load.descendants().forEach(ProcessHandle::destroyForcibly);
                load.destroyForcibly().waitFor();
            }
        }
        agent.close();
    }

    @ParameterizedTest
    @CsvSource({
        "fork_storm_demo, --fork 4",
        "cpu_spike_demo, --cpu 8",
        "memory_leak_demo, --vm 1 --vm-bytes 4G --vm-keep --vm-method write64",
        "fork_storm_demo, --exec 2",
    })
    void theAlertIsAboutTheTreeOfStressNg(String rule, String options) throws Exception {
        List<String> command = new ArrayList<>(AS_NOBODY);
        command.addAll(List.of("stress-ng", "--temp-path", "/tmp", "--timeout", "60"));
        command.addAll(List.of(options.split(" ")));
        Path log = directory.resolve("stress-ng.log");
        load = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        List<AlertSeen> seen = new ArrayList<>();
        await().atMost(Duration.ofSeconds(55)).untilAsserted(() -> {
            assertThat(load.isAlive()).as(Files.readString(log)).isTrue();
            seen.clear();
            seen.addAll(agent.client().timeline());
            assertThat(seen)
                    .as(() -> seen.stream().map(AlertSeen::message).collect(Collectors.joining("\n")))
                    .anySatisfy(alert -> {
                        assertThat(alert.rule()).isEqualTo(rule);
                        assertThat(isInTree(alert.offender())).isTrue();
                    });
        });
    }

    private boolean isInTree(AlertSeen.Offender offender) {
        if (offender == null || offender.executable() == null) return false;
        return offender.pid() == load.pid()
                || offender.executable().endsWith("/stress-ng")
                || load.descendants().anyMatch(p -> p.pid() == offender.pid());
    }
}
