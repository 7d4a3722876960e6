package dev.linnix.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Is every firing told, and each once, whatever happens to the stream? */
class AlertStreamTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(30);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(1500);

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private AlertStream open() throws IOException {
        AlertStream alerts = new AlertStream(agent.client());
        await().until(() -> agent.opened() == 1);
        return alerts;
    }

    @Test
    void aFiringIsToldOnceAlthoughStreamAndTimelineBothHaveIt() throws Exception {
        try (AlertStream alerts = open()) {
            agent.fire("a", "r", "firing", 42, false);
            AlertSeen seen = alerts.next(LONG);
            assertThat(seen).isNotNull();
            assertThat(seen.rule()).isEqualTo("r");
            assertThat(seen.offender().pid()).isEqualTo(42);
            assertThat(seen.offender().share()).isEqualTo(0.75);
            assertThat(alerts.next(SHORT)).isNull();
        }
    }

    @Test
    void whatFiredBeforeIsNotTold() throws Exception {
        agent.fire("old", "r", "firing", 42, false);
        try (AlertStream alerts = open()) {
            assertThat(alerts.next(SHORT)).isNull();
        }
    }

    @Test
    void whatTheStreamMissesComesFromTheTimeline() throws Exception {
        try (AlertStream alerts = open()) {
            agent.fire("missed", "r", "firing", 42, true);
            assertThat(alerts.next(LONG).id()).isEqualTo("missed");
        }
    }

    @Test
    void aBrokenStreamIsOpenedAgain() throws Exception {
        try (AlertStream alerts = open()) {
            agent.dropSubscribers();
            await().until(() -> agent.opened() == 2);
            agent.fire("after", "r", "firing", 42, false);
            assertThat(alerts.next(LONG).id()).isEqualTo("after");
        }
    }

    @Test
    void aResolvedAlertIsNoFiring() throws Exception {
        try (AlertStream alerts = open()) {
            agent.fire("gone", "r", "resolved", 42, false);
            assertThat(alerts.next(SHORT)).isNull();
        }
    }
}
