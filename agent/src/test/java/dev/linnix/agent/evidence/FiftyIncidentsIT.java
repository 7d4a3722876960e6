package dev.linnix.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.TestAlerts;
import dev.linnix.agent.TestSpace;
import dev.linnix.agent.config.Config;
import dev.linnix.agent.evidence.Evidence.Skipped;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.recorder.FlightRecorder;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.Severity;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.evidence.BundleReader;
import dev.linnix.kernel.Allocation;
import dev.linnix.recording.json.AlertViews;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of fifty incidents that open at once? Real collectors and a real disk. Needs root. */
class FiftyIncidentsIT {
    private static final int INCIDENTS = 50;

    private static final String RULES = """
            - name: fork_storm
              detector: forks_per_sec
              threshold: 10
              duration: 2
              severity: high
              actions: [offender, tree, pressure, meminfo, dmesg]
            """;

    @TempDir
    Path directory;

    private static Incident incident(int number, AlertState state) {
        Alert alert = TestAlerts.alert("a" + number, "forks");
        return new Incident("i9000-" + number, state, Severity.HIGH, 1, 1, List.of(alert), HostLoad.UNKNOWN, null);
    }

    @ParameterizedTest
    @CsvSource({"64000000, false", "300000, true"})
    void eachIsKeptOrCounted(long budget, boolean scarce) throws Exception {
        SpaceKeeper space = TestSpace.keeper(budget);
        try (StateDir state = StateDir.open(directory);
                BundleStore bundles = BundleStore.open(() -> state.below("bundles"));
                EvidenceService evidence = service(state, bundles, space, budget)) {
            space.store(bundles);
            evidence.start(null);
            for (int i = 0; i < INCIDENTS; i++) evidence.onIncident(incident(i, AlertState.FIRING));
            for (int i = 0; i < INCIDENTS; i++) evidence.onIncident(incident(i, AlertState.RESOLVED));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(isDone(evidence))
                            .as("%s", evidence.status())
                            .isTrue());
            Evidence.Status status = evidence.status().collecting();
            assertThat(status.dropped()).isZero();
            // Where room is scarce, a repeat may go for another before its last part is made.
            Set<Skipped> allowed = scarce ? Set.of(Skipped.SPACE, Skipped.DELETED) : Set.of();
            for (Skipped reason : Skipped.values()) {
                if (!allowed.contains(reason))
                    assertThat(status.skipped().get(reason)).as("%s", reason).isZero();
            }
            if (scarce) assertThat(status.skipped().get(Skipped.SPACE)).isPositive();
            if (!scarce) assertThat(status.bundles()).isEqualTo(INCIDENTS);
            assertThat(evidence.status().stuckCollectors()).isZero();
            assertThat(space.status().claimed())
                    .as("all that was claimed is given back")
                    .isZero();
            assertThat(taken()).isLessThanOrEqualTo(budget);
            verify(status.bundles() > 0);
        }
    }

    @Test
    void whatIsDeletedMeanwhileDoesNotComeBackInPart() throws Exception {
        SpaceKeeper space = TestSpace.keeper(64_000_000);
        try (StateDir state = StateDir.open(directory);
                BundleStore bundles = BundleStore.open(() -> state.below("bundles"));
                EvidenceService evidence = service(state, bundles, space, 64_000_000)) {
            space.store(bundles);
            evidence.start(null);
            evidence.onIncident(incident(1, AlertState.FIRING));
            await().until(() -> evidence.status().collecting().bundles() == 1
                    && evidence.status().collecting().running() == 0);
            assertThat(bundles.remove(bundles.list().getFirst().name())).isTrue();
            evidence.onIncident(incident(1, AlertState.RESOLVED));
            await().until(() -> evidence.status().collecting().skipped().get(Skipped.DELETED) == 1);
            assertThat(bundles.list()).isEmpty();
        }
    }

    private EvidenceService service(StateDir state, BundleStore bundles, SpaceKeeper space, long budget)
            throws Exception {
        Path file = Files.writeString(directory.resolve("rules.yaml"), RULES);
        RuleSet rules = new RulesFile(file, new RuleParser(DetectorTypes.load()), InstantSource.system()).load();
        WallClock clock = WallClock.system();
        Host host = Host.read();
        return new EvidenceService(
                new Config.Evidence(true, 120, 0, 0, List.of()),
                () -> rules,
                bundles,
                space,
                budget,
                new FlightRecorder(state, new Config.Recorder(false, 5, 64 << 20), host, "test", clock),
                host,
                "test",
                clock,
                new AlertViews(host.name(), clock::wall, id -> null),
                event -> {});
    }

    /** Of each bundle there are two archives, or the second is counted as not collected; of each other incident that is. */
    private static boolean isDone(EvidenceService evidence) {
        Evidence.Status status = evidence.status().collecting();
        long skipped =
                status.skipped().values().stream().mapToLong(Long::longValue).sum();
        return status.archives() + skipped == INCIDENTS + status.bundles() && status.running() == 0;
    }

    private long taken() throws IOException {
        long sum = 0;
        try (Stream<Path> all = Files.walk(directory.resolve("bundles"))) {
            for (Path path : (Iterable<Path>) all::iterator)
                sum += Allocation.of(path).allocated();
        }
        return sum;
    }

    private void verify(boolean some) throws IOException {
        List<Path> archives;
        try (Stream<Path> all = Files.list(directory.resolve("bundles"))) {
            archives = all.filter(file -> !file.toString().endsWith(".cause")).toList();
        }
        assertThat(archives.isEmpty()).isEqualTo(!some);
        for (Path archive : archives) {
            try (FileChannel channel = FileChannel.open(archive)) {
                assertThat(BundleReader.verify(channel, archive.getFileName().toString())
                                .problems())
                        .isEmpty();
            }
        }
    }
}
