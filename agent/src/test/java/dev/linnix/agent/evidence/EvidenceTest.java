package dev.linnix.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.TestAlerts;
import dev.linnix.agent.audit.AuditEvent;
import dev.linnix.agent.evidence.Evidence.Skipped;
import dev.linnix.agent.evidence.collect.Collectors;
import dev.linnix.agent.space.NoSpaceException;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.HostLoad;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.model.Severity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When is what collected, and is everything that is not collected counted? */
class EvidenceTest {
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private final List<AuditEvent> audited = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nowNs = new AtomicLong();
    private volatile @Nullable String problem;
    private volatile @Nullable IOException failure;
    private volatile @Nullable CountDownLatch hold;
    private volatile @Nullable CountDownLatch holdLater;
    private volatile List<String> actions = List.of("default");
    private @Nullable Evidence evidence;

    /** A collector of a stage. */
    private record Named(String name, Stage stage, boolean after, Cost cost) implements Collector {
        @Override
        public String summary() {
            return "nothing";
        }

        @Override
        public Set<String> sets() {
            return Set.of("default");
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public long mostBytes() {
            return 1;
        }

        @Override
        public void collect(Scene scene, Output output) {}
    }

    private final Collectors collectors = Collectors.of(List.of(
            new Named("quick", Collector.Stage.FIRST, true, Collector.Cost.LOW),
            new Named("slow", Collector.Stage.SECOND, false, Collector.Cost.HIGH),
            new Named("rude", Collector.Stage.SECOND, false, Collector.Cost.TOUCHES_TARGET)));

    private Evidence start(int perRule, int perHour) {
        Evidence made = new Evidence(
                new EvidenceOptions(true, Duration.ofMinutes(2), perRule, perHour),
                rule -> actions,
                collectors,
                maker,
                () -> problem,
                nowNs::get,
                audited::add);
        made.start();
        evidence = made;
        return made;
    }

    private final BundleMaker maker = new BundleMaker() {
        @Override
        public void make(int phase, Incident incident, Alert trigger, List<Collector> wanted, List<Integer> expected)
                throws IOException {
            try {
                CountDownLatch latch = phase == 1 || holdLater == null ? hold : holdLater;
                if (latch != null) latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            IOException thrown = failure;
            if (thrown != null) throw thrown;
            written.add(incident.id() + " " + phase + " "
                    + wanted.stream().map(Collector::name).toList() + " " + expected);
        }

        @Override
        public void cutShort() {
            CountDownLatch latch = hold;
            if (latch != null) latch.countDown();
        }
    };

    private static Incident incident(String id, AlertState state) {
        Alert alert = TestAlerts.alert(id, "forks");
        return new Incident(id, state, Severity.HIGH, 1, 1, List.of(alert), HostLoad.UNKNOWN, null);
    }

    private void awaitWritten(String... lines) {
        await().untilAsserted(() -> assertThat(written).containsExactly(lines));
    }

    @AfterEach
    void stop() {
        if (evidence != null) evidence.close();
    }

    @Test
    void atOnceThenWhatIsSlowThenOnceMoreWhenItIsOver() {
        Evidence evidence = start(0, 0);
        evidence.onIncident(incident("i1", AlertState.FIRING));
        awaitWritten("i1 1 [quick] [2, 3]", "i1 2 [slow] [3]");
        evidence.onIncident(incident("i1", AlertState.FIRING));
        evidence.onIncident(incident("i1", AlertState.RESOLVED));
        awaitWritten("i1 1 [quick] [2, 3]", "i1 2 [slow] [3]", "i1 3 [quick] []");
        evidence.onIncident(incident("i1", AlertState.FIRING));
        evidence.onIncident(incident("i2", AlertState.RESOLVED));
        evidence.close();
        assertThat(written).hasSize(3);
        assertThat(evidence.status().bundles()).isEqualTo(1);
        assertThat(audited)
                .extracting(event -> ((AuditEvent.IncidentChanged) event).incident() + " "
                        + ((AuditEvent.IncidentChanged) event).state())
                .containsExactly("i1 opened", "i1 resolved", "i1 opened", "i2 resolved");
        assertThat(evidence.status().archives()).isEqualTo(3);
    }

    @Test
    void oneThatEndsWhileItIsCollectedStillGetsItsAfter() {
        CountDownLatch latch = new CountDownLatch(1);
        hold = latch;
        Evidence evidence = start(0, 0);
        evidence.onIncident(incident("i1", AlertState.FIRING));
        evidence.onIncident(incident("i1", AlertState.RESOLVED));
        latch.countDown();
        awaitWritten("i1 1 [quick] [2, 3]", "i1 2 [slow] [3]", "i1 3 [quick] []");
    }

    @Test
    void whatTouchesTheTargetRunsOnlyWhenItIsNamed() {
        actions = List.of("rude", "quick");
        start(0, 0).onIncident(incident("i1", AlertState.FIRING));
        awaitWritten("i1 1 [quick] [2, 3]", "i1 2 [rude] [3]");
        assertThat(collectors.unknown(List.of("rude", "default", "none", "rood")))
                .containsExactly("rood");
    }

    @Test
    void noneMeansNone() {
        actions = List.of("none");
        Evidence evidence = start(0, 0);
        evidence.onIncident(incident("i1", AlertState.FIRING));
        evidence.close();
        assertThat(written).isEmpty();
        assertThat(evidence.status().skipped().values()).containsOnly(0L);
    }

    @Test
    void limitsHoldForAnHourAndWhatTheyCostIsCounted() {
        actions = List.of("slow");
        Evidence evidence = start(2, 0);
        for (int i = 0; i < 5; i++) evidence.onIncident(incident("i" + i, AlertState.FIRING));
        await().until(() -> evidence.status().skipped().get(Skipped.RATE_LIMIT) == 3);
        assertThat(List.copyOf(audited))
                .contains(new AuditEvent.Collected(
                        "i4", null, 1, 0, "not collected: evidence.per_rule_per_hour or evidence.per_hour is used up"));
        await().until(() -> evidence.status().bundles() == 2);
        nowNs.addAndGet(Duration.ofHours(1).toNanos());
        evidence.onIncident(incident("i9", AlertState.FIRING));
        await().until(() -> evidence.status().bundles() == 3);
    }

    @Test
    void withoutRoomNothingIsBegunAndItIsSaid() {
        problem = "the disk is full";
        Evidence evidence = start(0, 0);
        evidence.onIncident(incident("i1", AlertState.FIRING));
        await().until(() -> evidence.status().skipped().get(Skipped.SPACE) == 1);
        assertThat(evidence.status().reason()).isEqualTo("the disk is full");
        assertThat(written).isEmpty();
    }

    @Test
    void aFailureIsCountedAndTheNextIncidentHasItsBundle() {
        failure = new IOException("on purpose");
        Evidence evidence = start(0, 0);
        evidence.onIncident(incident("i1", AlertState.FIRING));
        await().until(() -> evidence.status().skipped().get(Skipped.FAILED) == 1);
        failure = null;
        evidence.onIncident(incident("i2", AlertState.FIRING));
        await().until(() -> evidence.status().archives() == 2);
        assertThat(written).allMatch(line -> line.startsWith("i2"));
    }

    @Test
    void whatComesTooLateForItsBundleIsCountedApart() {
        failure = new BundleGoneException("incident-1");
        Evidence evidence = start(0, 0);
        evidence.onIncident(incident("i1", AlertState.FIRING));
        await().until(() -> evidence.status().skipped().get(Skipped.DELETED) == 1);
        assertThat(evidence.status().skipped().get(Skipped.FAILED)).isZero();
    }

    @Test
    void whatThereWasNoRoomForDoesNotCountAgainstTheLimit() {
        failure = new NoSpaceException("full");
        Evidence evidence = start(1, 1);
        for (int i = 0; i < 3; i++) {
            int refused = i + 1;
            evidence.onIncident(incident("i" + i, AlertState.FIRING));
            await().until(() -> evidence.status().skipped().get(Skipped.SPACE) == refused
                    && evidence.status().running() == 0);
        }
        failure = null;
        evidence.onIncident(incident("i9", AlertState.FIRING));
        await().until(() -> evidence.status().bundles() == 1);
        evidence.onIncident(incident("i10", AlertState.FIRING));
        await().until(() -> evidence.status().skipped().get(Skipped.RATE_LIMIT) == 1);
    }

    /** All who can make second archives are held up, and the queue before them is full. */
    @Test
    void eachArchiveThatIsLeftOutIsCountedAlsoWhenTheIncidentIsOverEarly() {
        CountDownLatch later = new CountDownLatch(1);
        holdLater = later;
        Evidence evidence = start(0, 0);
        int most = 66;
        for (int i = 1; i <= most; i++) {
            int begun = i;
            evidence.onIncident(incident("i" + i, AlertState.FIRING));
            await().until(() -> evidence.status().bundles() == begun);
        }
        await().until(() -> evidence.status().running() == 2);
        CountDownLatch latch = new CountDownLatch(1);
        hold = latch;
        evidence.onIncident(incident("i100", AlertState.FIRING));
        evidence.onIncident(incident("i100", AlertState.RESOLVED));
        await().until(() -> audited.size() == most + 2);
        latch.countDown();
        await().until(() -> evidence.status().skipped().get(Skipped.BUSY) == 2);
        assertThat(evidence.status().bundles()).isEqualTo(most + 1);
        later.countDown();
    }

    @Test
    void aThousandIncidentsAtOnceAreBoundedAndAccountedFor() {
        // One archive each, so that what is left out is an incident and not the second part of one.
        actions = List.of("quick");
        CountDownLatch latch = new CountDownLatch(1);
        hold = latch;
        Evidence evidence = start(0, 0);
        for (int i = 0; i < 1000; i++) evidence.onIncident(incident("i" + i, AlertState.FIRING));
        latch.countDown();
        await().untilAsserted(() -> {
            Evidence.Status status = evidence.status();
            assertThat(status.bundles() + status.skipped().get(Skipped.BUSY) + status.dropped())
                    .isEqualTo(1000);
        });
    }

    @Test
    void aStopCutsShortWhatIsBeingCollected() {
        hold = new CountDownLatch(1);
        Evidence evidence = start(0, 0);
        evidence.onIncident(incident("i1", AlertState.FIRING));
        await().until(() -> evidence.status().running() == 1);
        evidence.close();
        assertThat(written).containsExactly("i1 1 [quick] [2, 3]");
    }
}
