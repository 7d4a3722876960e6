package dev.linnix.agent.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.TestAlerts;
import dev.linnix.agent.loop.Backoff;
import dev.linnix.agent.state.StateDir;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a responder that is slow or fails lose only its own alerts, and count them? */
class ResponderTest {
    @TempDir
    Path dir;

    private final AtomicLong clock = new AtomicLong(1);

    @Test
    void everyResponderGetsEveryAlert() {
        List<String> one = new CopyOnWriteArrayList<>();
        List<String> two = new CopyOnWriteArrayList<>();
        try (Responders responders = new Responders(
                List.of(
                        new ResponderQueue("one", alert -> one.add(alert.id()), clock::get),
                        new ResponderQueue("two", alert -> two.add(alert.id()), clock::get)),
                incident -> {})) {
            responders.start();
            responders.onAlert(TestAlerts.alert("a1", "x"));
            responders.onAlert(TestAlerts.alert("a2", "x"));
            await().until(() -> two.size() == 2 && one.size() == 2);
        }
        assertThat(one).containsExactly("a1", "a2");
    }

    @Test
    void aFullQueueDropsAndCountsAndTheEndWaitsForTheRest() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ResponderQueue queue = new ResponderQueue(
                "slow",
                alert -> {
                    inside.countDown();
                    release.await();
                },
                clock::get);
        queue.start();
        queue.offer(TestAlerts.alert("a", "x"));
        inside.await();
        for (int i = 0; i < ResponderQueue.CAPACITY + 3; i++) queue.offer(TestAlerts.alert("b", "x"));
        assertThat(queue.health().dropped()).isEqualTo(3);
        release.countDown();
        queue.close();
        assertThat(queue.health().delivered()).isEqualTo(ResponderQueue.CAPACITY + 1);
    }

    @Test
    void aFailingResponderIsLeftAloneTriedAgainAndGivenUp() {
        ResponderQueue queue = new ResponderQueue(
                "broken",
                alert -> {
                    throw new IOException("disk full");
                },
                clock::get);
        queue.handle(TestAlerts.alert("a", "x"));
        assertThat(queue.health().state()).isEqualTo("failed");
        assertThat(queue.health().reason()).contains("disk full");
        for (int i = 0; i < Backoff.MOST_TRIES; i++) {
            clock.addAndGet(100_000_000_000L);
            queue.handle(TestAlerts.alert("a", "x"));
        }
        assertThat(queue.health().state()).isEqualTo("given_up");
        assertThat(queue.health().failed()).isEqualTo(Backoff.MOST_TRIES + 1);
        assertThat(queue.health().delivered()).isZero();
    }

    @Test
    void alertsAreAppendedOneLineEachAndTheFileIsTurnedOver() throws IOException {
        try (StateDir state = StateDir.open(dir);
                AlertFile file = new AlertFile(
                        state, "alerts.ndjson", alert -> alert.id().getBytes(StandardCharsets.UTF_8), 8)) {
            for (int i = 1; i <= 5; i++) file.respond(TestAlerts.alert("a" + i, "x"));
        }
        assertThat(Files.readString(dir.resolve("alerts.ndjson.1"))).isEqualTo("a1\na2\na3\n");
        assertThat(Files.readString(dir.resolve("alerts.ndjson"))).isEqualTo("a4\na5\n");
    }

    @Test
    void aLogLineNamesRuleSubjectAndOffender() {
        assertThat(AlertLog.line(TestAlerts.alert("a1", "450 forks/s")))
                .isEqualTo("alert firing: 450 forks/s rule=fork_storm severity=high id=a1 incident=i1 subject_pid=42"
                        + " offender=stress[42] share=0.90");
    }
}
