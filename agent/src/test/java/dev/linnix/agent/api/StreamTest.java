package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.RawHttp.Answer;
import dev.linnix.agent.TestAlerts;
import dev.linnix.agent.TestRecords;
import dev.linnix.agent.api.SseReader.Event;
import dev.linnix.agent.config.ApiOptions;
import dev.linnix.agent.metrics.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do streams tell everything once, say what they cannot tell, and let no reader harm another? */
class StreamTest {
    @TempDir
    Path dir;

    private TestApi running;
    private long born;

    @BeforeEach
    void start() throws Exception {
        running = new TestApi(dir);
        born = running.clock.nowNs();
    }

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    private SseReader open(String target) throws IOException {
        return SseReader.open(running.address, target).skipHead();
    }

    private SseReader resume(String target, String lastId) throws IOException {
        return SseReader.resume(running.address, target, lastId);
    }

    private void fork(int pid) {
        running.happen(TestRecords.fork(running.clock.nowNs(), pid));
    }

    @Test
    void aProcessEventHasEveryFieldClientsKnow() throws IOException {
        try (SseReader reader = open("/stream")) {
            running.happen(
                    TestRecords.fork(born, 4242),
                    TestRecords.exec(born + 1000, born, 4242, "job"),
                    TestRecords.exit(born + 2_000_000, born, 4242, 3 << 8, "job"));
            Event fork = reader.next();
            assertThat(fork.name()).isEqualTo("message");
            assertThat(fork.object())
                    .containsEntry("pid", 4242L)
                    .containsEntry("ppid", 1L)
                    .containsEntry("uid", 0L)
                    .containsEntry("gid", null)
                    .containsEntry("comm", "child")
                    .containsEntry("event_type", 1L)
                    .containsEntry("event_type_name", "fork")
                    .containsEntry("ts_ns", born)
                    .containsEntry("exit_time_ns", 0L)
                    .containsEntry("cpu_pct_milli", 65535L)
                    .containsEntry("mem_pct_milli", 65535L)
                    .containsEntry("tags", List.of())
                    .containsKeys("seq", "data", "data2", "aux", "aux2", "time", "start_ns")
                    .doesNotContainKeys("cpu_percent", "mem_percent", "exit_code");
            Map<String, Object> exec = reader.next().object();
            assertThat(exec).containsEntry("event_type", 0L).containsEntry("event_type_name", "exec");
            Map<String, Object> exit = reader.next().object();
            assertThat(exit)
                    .containsEntry("event_type", 2L)
                    .containsEntry("exit_time_ns", born + 2_000_000)
                    .containsEntry("cpu_percent", 50L)
                    .containsEntry("cpu_pct_milli", 50_000L)
                    .containsEntry("peak_bytes", 1L << 20)
                    .containsEntry("exit_code", 3L)
                    .doesNotContainKey("exit_signal");
            assertThat((Long) exit.get("seq")).isEqualTo((Long) exec.get("seq") + 1);
        }
    }

    @Test
    void alertsComeBetweenEventsUnlessTheyAreNotWanted() throws IOException {
        try (SseReader all = open("/events");
                SseReader forks = open("/stream?types=fork")) {
            running.respond(TestAlerts.alert("a1", "too many forks"));
            Event alert = all.next();
            assertThat(alert.name()).isEqualTo("alert");
            assertThat(alert.object()).containsEntry("id", "a1").containsEntry("severity", "High");
            fork(77);
            assertThat(forks.next().object()).containsEntry("pid", 77L);
        }
    }

    @Test
    void filtersLetThroughWhatIsAskedForOnly() throws IOException {
        try (SseReader exits = open("/stream?types=exit");
                SseReader one = open("/stream?pid=12");
                SseReader named = open("/stream?comm=late")) {
            running.happen(
                    TestRecords.fork(born, 11),
                    TestRecords.fork(born + 1, 12),
                    TestRecords.exec(born + 2, born + 1, 12, "late"),
                    TestRecords.exit(born + 3, born, 11, 9, "child"));
            running.respond(TestAlerts.alert("a1", "about process 42"));
            Map<String, Object> exit = exits.next().object();
            assertThat(exit).containsEntry("pid", 11L).containsEntry("exit_signal", 9L);
            assertThat(one.next().object()).containsEntry("event_type_name", "fork");
            assertThat(one.next().object()).containsEntry("event_type_name", "exec");
            assertThat(named.next().object()).containsEntry("event_type_name", "exec");
            running.happen(TestRecords.exit(born + 4, born + 1, 12, 0, "late"));
            // Had the alert passed one of them, it would come before this.
            assertThat(one.next().object()).containsEntry("event_type_name", "exit");
            assertThat(named.next().object()).containsEntry("event_type_name", "exit");
        }
    }

    @Test
    void whoComesBackFindsWhatItMissed() throws IOException {
        String id;
        try (SseReader reader = open("/stream")) {
            fork(21);
            id = reader.next().id();
        }
        try (SseReader witness = open("/stream")) {
            fork(22);
            witness.next();
            running.respond(TestAlerts.alert("a1", "missed"));
            witness.next();
            try (SseReader back = resume("/stream", id)) {
                Event event = back.next();
                assertThat(event.object()).containsEntry("pid", 22L);
                Event alert = back.next();
                assertThat(alert.name()).isEqualTo("alert");
                assertThat(alert.id()).isNotEqualTo(event.id());
            }
            // The same id serves the stream of alerts.
            try (SseReader alerts = resume("/alerts", id)) {
                assertThat(alerts.next().object()).containsEntry("id", "a1");
            }
        }
    }

    @Test
    void whatIsNotKeptAnyMoreIsToldWithItsNumber() throws IOException {
        String id;
        try (SseReader reader = open("/alerts")) {
            running.respond(TestAlerts.alert("first", "seen"));
            id = reader.next().id();
        }
        for (int i = 0; i < AlertStream.KEPT + 7; i++) running.respond(TestAlerts.alert("a" + i, "missed"));
        Map<String, Object> status = TestApi.object(running.get("/status"));
        assertThat(status)
                .as("nobody has missed any of them yet")
                .containsEntry("drops", List.of())
                .containsEntry("evictions", List.of(Map.of("table", "alert_frames", "count", 8L)));
        try (SseReader back = resume("/alerts", id)) {
            Event gap = back.next();
            assertThat(gap.name()).isEqualTo("gap");
            assertThat(gap.object())
                    .containsEntry("of", "alert")
                    .containsEntry("lost", 7L)
                    .containsEntry("reason", "not_kept");
            assertThat(back.next().object()).containsEntry("id", "a7");
        }
        assertThat(TestApi.object(running.get("/status")))
                .containsEntry(
                        "drops", List.of(Map.of("hop", "api", "kind", "alert", "reason", "not_kept", "count", 7L)));
    }

    @Test
    void anIdOfAnotherRunOrNobodysIsToldToBeUnknown() throws IOException {
        try (SseReader other = resume("/stream", "0.5.5");
                SseReader junk = resume("/alerts", "<script>")) {
            assertThat(other.next().object()).containsEntry("lost", null).containsEntry("reason", "agent_restarted");
            assertThat(junk.next().object()).containsEntry("reason", "unknown_id");
            running.respond(TestAlerts.alert("a1", "next"));
            assertThat(junk.next().object()).containsEntry("id", "a1");
        }
    }

    @Test
    void whatWasNotRecordedIsToldWhenItIsNoticed() throws IOException {
        // Nobody listens yet: these are counted only.
        for (int pid = 31; pid <= 35; pid++) fork(pid);
        await().until(() -> running.get("/processes/35").status() == 200);
        String id;
        try (SseReader reader = open("/stream")) {
            fork(36);
            Event first = reader.next();
            assertThat(first.object()).containsEntry("pid", 36L).containsEntry("seq", 6L);
            id = first.id();
        }
        String run = id.substring(0, id.indexOf('.'));
        try (SseReader back = resume("/stream?types=fork,alert", run + ".2.0")) {
            Event gap = back.next();
            assertThat(gap.name()).isEqualTo("gap");
            assertThat(gap.object()).containsEntry("of", "event").containsEntry("lost", 3L);
            assertThat(back.next().object()).containsEntry("pid", 36L);
        }
    }

    @Test
    void alertsAreStreamedToEveryReader() throws IOException {
        try (SseReader one = open("/alerts");
                SseReader two = open("/alerts")) {
            running.respond(TestAlerts.alert("a1", "too many forks"));
            for (SseReader reader : List.of(one, two)) {
                Event event = reader.next();
                assertThat(event.name()).isEqualTo("alert");
                assertThat(event.data())
                        .startsWith("{\"id\":\"a1\",\"incident_id\":\"i1\",\"rule\":\"fork_storm\"")
                        .contains("\"severity\":\"High\"", "\"state\":\"firing\"", "\"message\":\"too many forks\"")
                        .contains("\"value\":450", "\"threshold\":300", "\"window_seconds\":2.0")
                        .contains("\"offender\":{\"pid\":42,", "\"share\":0.9", "\"silence\":\"threshold: 451\"")
                        .doesNotContain("Infinity");
            }
        }
    }

    @Test
    void aReaderThatDoesNotReadIsDroppedAndNoOtherNotices() throws IOException {
        String large = "x".repeat(128 << 10);
        try (SseReader slow = new SseReader(running.address, "/alerts", 4096, "");
                SseReader good = open("/alerts")) {
            assertThat(slow).isNotNull();
            await().until(() -> running.api.counts().subscribers() == 2);
            int sent = 0;
            while (running.api.counts().losses().contains(new Loss("api", "client", "slow_reader", 0))) {
                assertThat(++sent).isLessThan(2000);
                running.respond(TestAlerts.alert("a" + sent, large));
                // The good one has read each before the next is sent.
                assertThat(good.next().data()).startsWith("{\"id\":\"a" + sent + "\"");
            }
            assertThat(running.get("/status").body())
                    .contains("\"slow_readers\":1")
                    .contains("\"reason\":\"slow_reader\",\"count\":1");
            running.respond(TestAlerts.alert("last", "still here"));
            assertThat(good.next().data()).contains("still here");
        }
    }

    @Test
    void tooManyReadersAreTurnedAway() throws IOException {
        List<SseReader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < ApiOptions.DEFAULT_MAX_STREAMS; i++) {
                readers.add(open(i % 2 == 0 ? "/alerts" : "/stream"));
            }
            for (String stream : List.of("/alerts", "/stream", "/processes/live")) {
                Answer answer = running.get(stream);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.head()).contains("Retry-after: 30");
                assertThat(TestApi.object(answer)).containsEntry("error", "service unavailable");
            }
        } finally {
            for (SseReader reader : readers) reader.close();
        }
    }

    @Test
    void theLiveListComesAgainAndAgain() throws IOException {
        fork(55);
        await().until(() -> running.get("/processes/55").status() == 200);
        try (SseReader reader = open("/processes/live")) {
            for (int i = 0; i < 2; i++) {
                Event event = reader.next();
                assertThat(event.name()).isEqualTo("processes");
                assertThat(event.object()).containsEntry("event", "update");
                assertThat(event.data()).contains("\"pid\":55,");
            }
        }
    }
}
