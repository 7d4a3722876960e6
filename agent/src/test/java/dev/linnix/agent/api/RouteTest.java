package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.RawHttp.Answer;
import dev.linnix.agent.TestAlerts;
import dev.linnix.agent.TestRecords;
import dev.linnix.agent.api.SseReader.Event;
import dev.linnix.evidence.TestBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does each route answer what it says of itself, and does the guide name it? */
class RouteTest {
    private static final String TOKEN = "token-of-a-test";
    private static final String RULE = """
            - name: forks
              detector: fork_burst
              threshold: 2
              window_seconds: 5
              scope: host
              severity: medium
            """;

    @TempDir
    Path dir;

    private TestApi running;
    private Map<String, Object> document;
    private String incident;

    @BeforeEach
    void start() throws Exception {
        Path rules = Files.writeString(dir.resolve("rules.yaml"), RULE);
        running = new TestApi(dir.resolve("state"), true, TestApi.options(TOKEN, null), rules);
        long now = running.clock.nowNs();
        running.happen(
                TestRecords.fork(now, 4242),
                TestRecords.exec(now + 1, now, 4242, "job"),
                TestRecords.fork(now + 2, 4243),
                TestRecords.exit(now + 3, now + 2, 4243, 0, "child"),
                TestRecords.fork(now + 4, 4244));
        await().until(() -> call("GET", "/processes/4244").status() == 200);
        // An alert, so that there is something to compare with what is said of alerts and incidents.
        await().until(() -> !TestApi.array(call("GET", "/incidents")).isEmpty());
        incident = TestApi.array(call("GET", "/incidents")).getFirst().get("id").toString();
        document = TestApi.object(call("GET", "/openapi.json"));
    }

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    private Answer call(String method, String target) throws IOException {
        return running.send(method + " " + target
                + " HTTP/1.1\nHost: localhost\nContent-Length: 0\nAuthorization: Bearer " + TOKEN + "\n");
    }

    private String target(Route route) {
        return route.pattern().replaceAll("\\{p?pid}", "4242").replace("{id}", incident);
    }

    @Test
    void everyRouteAnswersAsItsDescriptionSays() throws Exception {
        for (Route route : running.api.routes()) {
            running.bundles.add(incident, false, TestBundle.bytes());
            String what = route.method() + " " + route.pattern();
            if (route.result().shape() == Route.Shape.STREAM) {
                checkStream(route);
                continue;
            }
            if (route.pattern().equals("/bundles/{id}/archive")) {
                checkArchive(route);
                continue;
            }
            if (route.result().shape() == Route.Shape.BYTES) {
                checkBytes(route);
                continue;
            }
            if (route.pattern().equals("/recorder/stop")) {
                checkStop(route);
                continue;
            }
            Answer answer = call(route.method(), target(route));
            switch (route.result().shape()) {
                case ERROR -> {
                    assertThat(answer.status()).as(what).isEqualTo(503);
                    assertThat(TestApi.object(answer)).as(what).containsOnlyKeys("error", "detail");
                }
                case TEXT -> assertThat(answer.status()).as(what).isEqualTo(200);
                default -> checkJson(route, answer);
            }
        }
    }

    /** A recording that would take an hour ends where it is whole. */
    private void checkStop(Route route) throws Exception {
        await().until(() -> running.recorder.status().on());
        FutureTask<Answer> followed = new FutureTask<>(() -> call("POST", "/recorder/follow?seconds=3600&id=mine"));
        Thread.ofVirtual().start(followed);
        await().until(() -> call("POST", route.pattern() + "?id=mine").status() == 200);
        Answer recording = followed.get(1, TimeUnit.MINUTES);
        assertThat(recording.status()).isEqualTo(200);
        assertThat(recording.body()).contains("LNXREC");
        assertThat(call("POST", route.pattern() + "?id=mine").status()).isEqualTo(404);
        assertThat(call("POST", route.pattern()).status()).isEqualTo(400);
    }

    private void checkArchive(Route route) throws IOException {
        Answer answer = call(route.method(), target(route));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head()).contains("Content-type: application/octet-stream");
        at(document, "paths", route.pattern(), "get", "responses", "200", "content", "application/octet-stream");
    }

    private void checkJson(Route route, Answer answer) {
        assertThat(answer.status()).as(route.pattern() + answer.body()).isEqualTo(200);
        Object body = TestApi.json(answer.body());
        boolean array = route.result().shape() == Route.Shape.ARRAY;
        assertThat(body).as(route.pattern()).isInstanceOf(array ? List.class : Map.class);
        if (route.pattern().matches("/timeline|/incidents|/processes|/bundles"))
            assertThat((List<?>) body).isNotEmpty();
        check(route.pattern(), body, content(route, "application/json"));
    }

    private void checkStream(Route route) throws IOException {
        String header = "Authorization: Bearer " + TOKEN + "\r\n";
        try (SseReader reader = new SseReader(running.address, route.pattern(), 0, header).skipHead()) {
            if (route.pattern().equals("/alerts")) running.respond(TestAlerts.alert("a1", "one"));
            else running.happen(TestRecords.fork(running.clock.nowNs(), 77));
            Event event = reader.next();
            check(route.pattern(), event.object(), content(route, "text/event-stream"));
        }
    }

    private void checkBytes(Route route) throws IOException {
        boolean follows = route.hasQuery("seconds");
        await().until(() -> running.recorder.status().on());
        Answer answer = call(route.method(), route.pattern() + (follows ? "?seconds=1" : ""));
        assertThat(answer.status()).as(route.pattern() + answer.body()).isEqualTo(200);
        assertThat(answer.head()).contains("Content-type: application/octet-stream");
        assertThat(answer.body()).as(route.pattern()).contains("LNXREC").contains("format: 1.");
        at(document, "paths", route.pattern(), "post", "responses", "200", "content", "application/octet-stream");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> content(Route route, String type) {
        return (Map<String, Object>) at(
                document,
                "paths",
                route.pattern(),
                route.method().toLowerCase(Locale.ROOT),
                "responses",
                "200",
                "content",
                type,
                "schema");
    }

    /** Whether a value has the shape, and no property the description does not name. */
    @SuppressWarnings("unchecked")
    private void check(String where, Object value, Map<String, Object> schema) {
        if (schema.get("$ref") instanceof String reference) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            check(where, value, (Map<String, Object>) at(document, "components", "schemas", name));
            return;
        }
        Object type = schema.get("type");
        if (type instanceof List<?> types) {
            assertThat(types).as(where).hasSize(3);
            assertThat(value == null || value instanceof Number || value instanceof String)
                    .as(where)
                    .isTrue();
            return;
        }
        assertThat(type).as(where + " has no type").isNotNull();
        switch (type.toString()) {
            case "array" -> {
                for (Object element : (List<Object>) value) {
                    check(where + "[]", element, (Map<String, Object>) schema.get("items"));
                }
            }
            case "object" -> checkObject(where, (Map<String, Object>) value, schema);
            case "string" -> assertThat(value).as(where).isInstanceOf(String.class);
            case "boolean" -> assertThat(value).as(where).isInstanceOf(Boolean.class);
            case "integer" -> assertThat(value).as(where).isInstanceOf(Long.class);
            default -> assertThat(value).as(where).isInstanceOf(Number.class);
        }
    }

    @SuppressWarnings("unchecked")
    private void checkObject(String where, Map<String, Object> value, Map<String, Object> schema) {
        if (!schema.containsKey("properties")) return;
        Map<String, Object> properties = (Map<String, Object>) schema.get("properties");
        value.forEach((name, each) -> {
            assertThat(properties).as(where).containsKey(name);
            check(where + "." + name, each, (Map<String, Object>) properties.get(name));
        });
    }

    @SuppressWarnings("unchecked")
    private static Object at(Object json, String... path) {
        Object value = json;
        for (String name : path) {
            value = ((Map<String, Object>) value).get(name);
            assertThat(value).as(String.join("/", path)).isNotNull();
        }
        return value;
    }

    @Test
    void theGuideNamesEveryRouteAndItsParameters() throws IOException {
        String guide = Files.readString(Path.of("../docs/api.md"));
        for (Route route : running.api.routes()) {
            assertThat(guide)
                    .contains("`" + (route.method().equals("GET") ? "" : route.method() + " ") + route.pattern() + "`");
            for (Route.Parameter parameter : route.parameters()) {
                if (route.result().shape() == Route.Shape.ERROR
                        || parameter.in().equals("path")) continue;
                assertThat(guide).as(route.pattern()).contains("`" + parameter.name());
            }
        }
    }

    @Test
    void everyNameOlderClientsKnowIsThere() throws IOException {
        assertThat(TestApi.object(call("GET", "/status")))
                .containsKeys("version", "uptime_s", "offline", "cpu_pct", "rss_mb", "events_per_sec", "rb_overflows")
                .containsKeys("rate_limited", "kernel_version", "aya_version", "transport", "active_rules", "top_rss")
                .containsKeys("top_cpu", "probes", "reasoner", "incidents_last_1h", "feedback_entries", "slack_stats")
                .containsKeys("perf_poll_errors", "dropped_events_total", "incomplete", "cgroup_evictions");
        assertThat(TestApi.object(call("GET", "/processes/4242")))
                .containsKeys("pid", "ppid", "uid", "gid", "comm", "event_type", "age_sec", "state", "k8s");
        assertThat(TestApi.object(call("GET", "/metrics")))
                .containsKeys("cpu_percent", "rss", "subscribers", "queue_depth", "dropped_events_total")
                .containsKeys("alerts_active", "uptime_seconds", "events_per_sec", "perf_poll_errors", "rate_limited")
                .containsKeys("alerts_emitted", "lineage_hits", "lineage_misses", "drops_by_type", "rss_probe_mode")
                .containsKeys("kernel_btf_available", "slack_sent", "slack_failed", "alerts_generated");
        assertThat(TestApi.object(call("GET", "/system")))
                .containsKeys("timestamp", "cpu_percent", "mem_percent", "load_avg", "disk_read_bytes")
                .containsKeys("disk_write_bytes", "net_rx_bytes", "net_tx_bytes", "psi_cpu_some_avg10")
                .containsKeys("psi_memory_some_avg10", "psi_memory_full_avg10", "psi_io_some_avg10")
                .containsKey("psi_io_full_avg10");
        assertThat(TestApi.object(call("GET", "/metrics/system")))
                .containsOnlyKeys("cpu_total_pct", "memory_total_mb", "memory_used_mb", "processes_total", "timestamp");
        assertThat(TestApi.object(call("GET", "/incidents/summary")))
                .containsOnlyKeys("total", "analyzed", "pending_analysis", "by_event_type", "recent");
        assertThat(TestApi.object(call("GET", "/incidents/stats")))
                .containsKeys("total", "circuit_breaker_triggers", "avg_recovery_time_ms", "feedback_entries");
    }

    @Test
    void relativesAndTheRecentAreFound() throws IOException {
        assertThat(TestApi.array(call("GET", "/ppid/1")))
                .anySatisfy(p -> assertThat(p).containsEntry("pid", 4242L));
        Map<String, Object> graph = TestApi.object(call("GET", "/graph/4242"));
        assertThat(graph).containsEntry("root", 4242L).containsEntry("truncated", false);
        assertThat(graph.get("nodes").toString()).contains("relationship=self").contains("relationship=sibling");
        List<Object> recent = TestApi.array(call("GET", "/context")).stream()
                .map(p -> p.get("pid"))
                .toList();
        assertThat(recent).endsWith(4242L, 4243L, 4244L);
    }

    @Test
    void anIncidentNamesItsArchives() throws IOException {
        assertThat(TestApi.object(call("GET", "/incidents/" + incident))).containsEntry("bundles", List.of());
        running.bundles.add(incident, false, TestBundle.bytes());
        List<String> names = List.of(TestBundle.ARCHIVE);
        assertThat(TestApi.object(call("GET", "/incidents/" + incident))).containsEntry("bundles", names);
        assertThat(TestApi.array(call("GET", "/incidents")).getFirst()).containsEntry("bundles", names);
    }

    @Test
    void patternsAreDistinct() {
        Stream<String> all = running.api.routes().stream().map(r -> r.method() + " " + r.pattern());
        assertThat(new TreeSet<>(all.toList())).hasSize(running.api.routes().size());
    }
}
