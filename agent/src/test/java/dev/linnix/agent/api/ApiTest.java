package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.FakeRing;
import dev.linnix.agent.FakeSources;
import dev.linnix.agent.RawHttp;
import dev.linnix.agent.RawHttp.Answer;
import dev.linnix.agent.TestAlerts;
import dev.linnix.agent.TestRecords;
import dev.linnix.agent.host.Cgroups;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.loop.SnapshotThread;
import dev.linnix.agent.loop.StateMachine;
import dev.linnix.agent.respond.Responders;
import dev.linnix.agent.rules.RulesFile;
import dev.linnix.agent.state.Heartbeat;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.QueryMailbox;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    private final FakeRing ring = new FakeRing();
    private final WallClock clock = WallClock.system();
    private StateDir state;
    private Heartbeat heartbeat;
    private EngineLoop loop;
    private SnapshotThread snapshots;
    private Api api;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        start(FakeSources.working(ring));
    }

    private void start(FakeSources sources) throws Exception {
        Host host = Host.read();
        Cgroups cgroups = Cgroups.open();
        Responders responders = new Responders(List.of());
        RulesFile rules = new RulesFile(null, new RuleParser(DetectorTypes.load()), java.time.InstantSource.system());
        RuleSet loaded = rules.load();
        state = StateDir.open(dir);
        heartbeat = new Heartbeat(state, host.bootId(), clock);
        loop = new EngineLoop(
                StateMachine.of(new Engine(host.facts(), loaded, AlertListener.NONE)),
                sources::openRing,
                clock::nowNs,
                () -> {});
        snapshots = new SnapshotThread(loop, sources, clock::nowNs);
        loop.start();
        snapshots.start();
        snapshots.awaitFirst();
        api = new Api(new Views(host.name(), host.facts().memoryBytes(), clock, cgroups), clock::nowNs);
        Running running = new Running(
                "1.2.3", host, cgroups, new SelfUsage(), 1 << 20, loop, snapshots, responders, rules, heartbeat);
        address = api.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), running);
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        snapshots.close();
        loop.close();
        heartbeat.close();
        state.close();
    }

    private Answer get(String target) throws IOException {
        return RawHttp.get(address, target);
    }

    private Answer send(String request) throws IOException {
        return RawHttp.send(address, request.replace("\n", "\r\n") + "Connection: close\r\n\r\n");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Answer answer) {
        return (Map<String, Object>) Jsonb.instance().type(Object.class).fromJson(answer.body());
    }

    @Test
    void healthIsAlwaysFine() throws IOException {
        Answer answer = get("/healthz");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(object(answer))
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
    void notReadyWithoutSensorsAndItSaysWhy() throws Exception {
        stop();
        start(FakeSources.forbidden());
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
        Map<String, Object> status = object(get("/status"));
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
        long now = clock.nowNs();
        ring.add(TestRecords.fork(now, 4242, new byte[] {'a', (byte) 0xff, '"', '\n', (byte) 0xc3}));
        ring.wake();
        await().until(() -> get("/processes/4242").status() == 200);
        assertThat(object(get("/processes/4242")))
                .containsEntry("comm", "a\\xff\"\\x0a\\xc3")
                .containsEntry("ppid", 1L);
        assertThat(get("/processes").body()).contains("\"pid\":4242,");
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, 404, there is nothing at /nothing",
        "/, 404, there is nothing at /",
        "/processes/, 400, pid expects a whole number",
        "/processes/x, 400, pid expects a whole number",
        "/processes/-1, 400, pid expects a number from 0",
        "/processes/99999999, 404, no process 99999999 is known",
        "/processes?filter=cpu, 400, filter expects",
        "/processes?sort=pid, 400, sort expects",
        "/processes?dead=maybe, 400, 'dead expects one of true, false'",
        "/timeline?start=abc, 400, start expects a whole number",
        "/timeline?start=5&end=4, 400, start 5 lies after end 4",
        "/timeline?severity=worst, 400, severity expects one of",
        "/timeline?start=1&start=2, 400, is given twice",
        "/timeline?start=%zz, 400, ",
        "/incidents?limit=0, 400, limit expects a number from 1 to 1000",
        "/incidents/none, 404, is known",
    })
    void mistakesAreNamed(String target, int status, String detail) throws IOException {
        Answer answer = get(target);
        assertThat(answer.status()).isEqualTo(status);
        if (detail != null) assertThat((String) object(answer).get("detail")).contains(detail);
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
    }

    @Test
    void requestsAreLimitedInLength() throws IOException {
        assertThat(get("/status?x=" + "a".repeat(5000)).status()).isEqualTo(414);
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < 200; i++) headers.append("X-").append(i).append(": 1\n");
        assertThat(send("GET /status HTTP/1.1\nHost: localhost\n" + headers).status())
                .isNotEqualTo(200);
    }

    @Test
    void aFullMailboxIsSaidAndCounted() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.mailbox().post(view -> {
            inside.countDown();
            try {
                return release.await(20, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        inside.await();
        for (int i = 0; i < QueryMailbox.CAPACITY; i++) loop.mailbox().post(view -> 0);
        Answer answer = get("/timeline");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("too many queries");
        release.countDown();
        // The question about the count may itself find the mailbox full; then it is counted too, and asked again.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(get("/status").body())
                        .contains("{\"hop\":\"api\",\"kind\":\"query\",\"reason\":\"mailbox_full\",\"count\":"));
    }

    @Test
    void alertsAreStreamedToEveryReader() throws IOException {
        try (Reader one = new Reader(0);
                Reader two = new Reader(0)) {
            one.skipHead();
            two.skipHead();
            respond(TestAlerts.alert("a1", "too many forks"));
            for (Reader reader : List.of(one, two)) {
                assertThat(reader.event()).isEqualTo("event: alert");
                String data = reader.event();
                assertThat(data)
                        .startsWith("data: {\"id\":\"a1\",\"incident_id\":\"i1\",\"rule\":\"fork_storm\"")
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
        try (Reader slow = new Reader(4096);
                Reader good = new Reader(0)) {
            good.skipHead();
            assertThat(slow.isConnected()).isTrue();
            await().until(() -> get("/status").body().contains("\"clients\":2"));
            int sent = 0;
            while (api.slowReaders() == 0) {
                assertThat(++sent).isLessThan(2000);
                respond(TestAlerts.alert("a" + sent, large));
                // The good one has read each before the next is sent.
                assertThat(good.event()).isEqualTo("event: alert");
                assertThat(good.event()).startsWith("data: {\"id\":\"a" + sent + "\"");
            }
            assertThat(get("/status").body()).contains("\"slow_readers\":1");
            respond(TestAlerts.alert("last", "still here"));
            good.event();
            assertThat(good.event()).contains("still here");
        }
    }

    @Test
    void tooManyReadersAreTurnedAway() throws IOException {
        List<Reader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < AlertStream.MOST_CLIENTS; i++) {
                Reader reader = new Reader(0);
                readers.add(reader);
                reader.skipHead();
            }
            Answer answer = get("/alerts");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.head()).contains("Retry-after: 30");
        } finally {
            for (Reader reader : readers) reader.close();
        }
    }

    private void respond(dev.linnix.engine.model.Alert alert) {
        try {
            api.stream().respond(alert);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A reader of the alert stream. */
    private final class Reader implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader lines;

        Reader(int receiveBuffer) throws IOException {
            if (receiveBuffer > 0) socket.setReceiveBufferSize(receiveBuffer);
            socket.setSoTimeout(20_000);
            socket.connect(address);
            socket.getOutputStream()
                    .write("GET /alerts HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        boolean isConnected() {
            return socket.isConnected();
        }

        /** Reads up to the first comment, which says that the client is listed. */
        void skipHead() throws IOException {
            while (!": keep-alive".equals(lines.readLine())) {}
        }

        /** {@return the next line that carries something; chunk sizes and comments do not} */
        String event() throws IOException {
            while (true) {
                String line = lines.readLine();
                if (line == null) throw new IOException("the stream ended");
                if (line.startsWith("event:") || line.startsWith("data:")) return line;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
