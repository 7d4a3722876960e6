package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.RawHttp.Answer;
import dev.linnix.agent.TestRecords;
import dev.linnix.agent.space.Claim;
import dev.linnix.agent.space.Need;
import dev.linnix.agent.space.NoSpaceException;
import dev.linnix.engine.QueryMailbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Does the API say the truth, to those who may ask, and to nobody else? */
class ApiTest {
    @TempDir
    Path dir;

    private TestApi running;

    @BeforeEach
    void start() throws Exception {
        running = new TestApi(dir);
    }

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    private Answer get(String target) throws IOException {
        return running.get(target);
    }

    private Answer send(String request) throws IOException {
        return running.send(request);
    }

    @Test
    void healthIsAlwaysFine() throws IOException {
        Answer answer = get("/healthz");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(TestApi.object(answer))
                .containsEntry("status", "ok")
                .containsEntry("kernel_instrumentation", "active")
                .containsEntry("transport", "ringbuf");
    }

    @Test
    void readyWhenTheSensorsAreOn() throws IOException {
        Answer answer = get("/readyz");
        assertThat(answer.body()).contains("\"ready\":true").contains("\"reasons\":[]");
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void withoutRoomForEvidenceItIsReadyAllTheSameAndSaysWhatIsMissing() throws IOException {
        assertThat(get("/readyz").body()).contains("\"degraded\":[]");
        long share = running.space.status().share();
        Claim most = running.space.claim(new Need("a", ""), share - 10);
        assertThatThrownBy(() -> running.space.claim(new Need("a", ""), 20)).isInstanceOf(NoSpaceException.class);
        Answer answer = get("/readyz");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"ready\":true")
                .contains("\"degraded\":[\"detection goes on, but no evidence is collected: 20 bytes more do not fit")
                .contains("\"reason\":null");
        most.close();
        running.space.claim(new Need("a", ""), 20).close();
        assertThat(get("/readyz").body()).contains("\"degraded\":[]");
    }

    @Test
    void notReadyWithoutSensorsAndItSaysWhy() throws Exception {
        stop();
        running = new TestApi(dir, false, TestApi.options(null, null));
        Answer answer = get("/readyz");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body())
                .contains("required sensor lifecycle is failed: load lifecycle")
                .contains("required sensor tasks is failed: load tasks")
                .doesNotContain("counters");
        assertThat(get("/healthz").status()).isEqualTo(200);
    }

    @Test
    void statusHoldsWhatPeopleAndTheirScriptsLookFor() throws IOException {
        Map<String, Object> status = TestApi.object(get("/status"));
        assertThat(status)
                .containsEntry("version", "1.2.3")
                .containsEntry("transport", "ringbuf")
                .containsEntry("drops", List.of())
                .doesNotContainKey("blind")
                .containsKeys("uptime_s", "kernel_version", "events_per_sec", "active_rules", "top_rss", "top_cpu")
                .containsKeys("probes", "rb_overflows", "dropped_events_total", "cpu_pct", "rss_mb", "snapshot");
        assertThat((List<?>) status.get("sensors")).hasSize(5);
    }

    @Test
    void aNameThatIsNoUtf8IsEscapedAndStillJson() throws IOException {
        long now = running.clock.nowNs();
        running.happen(TestRecords.fork(now, 4242, new byte[] {'a', (byte) 0xff, '"', '\n', (byte) 0xc3}));
        await().until(() -> get("/processes/4242").status() == 200);
        assertThat(TestApi.object(get("/processes/4242")))
                .containsEntry("comm", "a\\xff\"\\x0a\\xc3")
                .containsEntry("ppid", 1L);
        assertThat(get("/processes").body()).contains("\"pid\":4242,");
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, 404, there is nothing at /nothing",
        "/, 503, there is no dashboard",
        "/processes/, 400, pid expects a whole number",
        "/processes/x, 400, pid expects a whole number",
        "/processes/-1, 400, pid expects a number from 0",
        "/processes/99999999, 404, no process 99999999 is known",
        "/processes?filter=cpu, 400, filter expects",
        "/processes?sort=pid, 400, sort expects",
        "/processes?filter=cpu_pct:gt:5, 200, ",
        "/processes?filter=cpu_pct%3E5, 200, ",
        "/processes?filter=cpu_pct:lt:5, 400, filter expects cpu_pct:gt:N",
        "/processes?dead=maybe, 400, 'dead expects one of true, false'",
        "/timeline?start=abc, 400, start expects a whole number",
        "/timeline?start=5&end=4, 400, start 5 lies after end 4",
        "/timeline?severity=worst, 400, severity expects one of",
        "/timeline?start=1&start=2, 400, is given twice",
        "/timeline?start=%zz, 400, ",
        "/incidents?limit=0, 400, limit expects a number from 1 to 1000",
        "/incidents/none, 404, is known",
        "/incidents?analyzed=perhaps, 400, 'analyzed expects one of true, false'",
        "/processes?namespace=x, 400, 'unknown parameter \"namespace\": /processes takes filter, sort, dead'",
        "/status?a=1, 400, /status takes none",
        "/ppid/x, 400, ppid expects a whole number",
        "/graph/99999999, 404, no process 99999999 is known",
        "/stream?types=fork;exec, 400, 'types expects some of fork, exec, exit, alert, found \"fork;exec\"'",
        "/stream?pid=me, 400, pid expects a whole number",
        "/alerts?types=alert, 400, /alerts takes none",
    })
    void mistakesAreNamed(String target, int status, String detail) throws IOException {
        Answer answer = get(target);
        assertThat(answer.status()).isEqualTo(status);
        if (detail != null)
            assertThat((String) TestApi.object(answer).get("detail")).contains(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:3000", "127.0.0.1:80", "127.1.2.3", "[::1]:3000", "LOCALHOST"})
    void thisHostMayBeCalledByItsNames(String host) throws IOException {
        assertThat(send("GET /healthz HTTP/1.1\nHost: " + host + "\n").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example:3000",
                "10.0.0.1",
                "0.0.0.0",
                "localhost:port",
                "[fe80::1]",
                "user@localhost"
            })
    void requestsForAnotherHostAreRefused(String host) throws IOException {
        assertThat(send("GET /status HTTP/1.1\nHost: " + host + "\n").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:5173, 200",
        "https://127.0.0.1, 200",
        "http://evil.example, 403",
        "null, 403",
        "file://localhost, 403",
        "http://localhost.evil.example, 403",
    })
    void pagesOfOthersAreRefused(String origin, int status) throws IOException {
        assertThat(send("GET /status HTTP/1.1\nHost: localhost\nOrigin: " + origin + "\n")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void whatTheServerRefusesItselfIsSaidInTheGuide() throws IOException {
        assertThat(get("/processes?filter=cpu_pct>5").head()).startsWith("HTTP/1.1 400");
        assertThat(get("/status?x=%zz").head()).startsWith("HTTP/1.1 400");
        assertThat(send("OPTIONS * HTTP/1.1\nHost: localhost\n").status()).isEqualTo(404);
        assertThat(java.nio.file.Files.readString(Path.of("../docs/api.md"))).contains("`%zz`", "`OPTIONS *`");
    }

    @Test
    void memoryThatIsNotKnownIsLeftOut() {
        assertThat(StatusView.megabytes(-1)).isNull();
        assertThat(StatusView.megabytes(3 << 20)).isEqualTo(3.0);
    }

    @Test
    void aRequestNeedsOneHost() throws IOException {
        assertThat(send("GET /status HTTP/1.0\n").status()).isEqualTo(400);
        assertThat(send("GET /status HTTP/1.1\nHost: localhost\nHost: evil.example\n")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void onlyReadingIsPossible() throws IOException {
        Answer post = send("POST /status HTTP/1.1\nHost: localhost\nContent-Length: 0\n");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.head()).contains("Allow: GET, HEAD");
        Answer head = send("HEAD /healthz HTTP/1.1\nHost: localhost\n");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        Answer stream = send("HEAD /alerts HTTP/1.1\nHost: localhost\n");
        assertThat(stream.status()).isEqualTo(405);
        assertThat(stream.head()).contains("Allow: GET\r\n");
        Answer live = send("HEAD /processes/live HTTP/1.1\nHost: localhost\n");
        assertThat(live.status()).as("not taken for a pid").isEqualTo(405);
    }

    @Test
    void requestsAreLimitedInLength() throws IOException {
        assertThat(get("/status?x=" + "a".repeat(5000)).status()).isEqualTo(414);
        String post = "POST /api/feedback HTTP/1.1\nHost: localhost\nContent-Length: ";
        assertThat(send(post + "65537\n").status()).isEqualTo(413);
        assertThat(send(post + "99999999999999999999\n").status()).isIn(400, 413);
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < 200; i++) headers.append("X-").append(i).append(": 1\n");
        assertThat(send("GET /status HTTP/1.1\nHost: localhost\n" + headers).status())
                .isNotEqualTo(200);
    }

    @Test
    void aFullMailboxIsSaidAndCounted() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        running.loop.mailbox().post(view -> {
            inside.countDown();
            try {
                return release.await(20, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        inside.await();
        for (int i = 0; i < QueryMailbox.CAPACITY; i++) running.loop.mailbox().post(view -> 0);
        Answer answer = get("/timeline");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("too many queries");
        release.countDown();
        // The question about the count may itself find the mailbox full; then it is counted too, and asked again.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(get("/status").body())
                        .contains("{\"hop\":\"api\",\"kind\":\"query\",\"reason\":\"mailbox_full\",\"count\":"));
    }
}
