package dev.linnix.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.api.Api;
import dev.linnix.agent.api.PrometheusPage;
import dev.linnix.agent.api.Running;
import dev.linnix.agent.api.Views;
import dev.linnix.agent.config.ApiOptions;
import dev.linnix.agent.evidence.BundleCatalog;
import dev.linnix.agent.host.Cgroups;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does Prometheus itself understand the metrics, on both listeners of the API? Needs Debian's package prometheus; its own service is not touched. */
class PrometheusIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static final String TOKEN = "token-of-a-test";

    /**
     * Each listener; the API's wants the token. Prometheus prefers OpenMetrics and would never ask for the other form, so
     * there is one more that gives nothing else.
     */
    private static final String CONFIG = """
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            scrape_configs:
              - job_name: api
                metrics_path: /metrics/prometheus
                authorization: {credentials: "TOKEN"}
                static_configs: [{targets: ["127.0.0.1:API"]}]
              - job_name: operational
                metrics_path: /metrics/prometheus
                static_configs: [{targets: ["127.0.0.1:OPERATIONAL"]}]
              - job_name: text
                metrics_path: /metrics/prometheus
                static_configs: [{targets: ["127.0.0.1:TEXT"]}]
            """;

    /** What the panels and the variable of the dashboard of Linnix 0.x ask, every namespace chosen. */
    private static final List<String> DASHBOARD = List.of(
            "topk(10, sum by (victim_namespace, victim_pod) "
                    + "(rate(linnix_pod_psi_pressure_total{victim_namespace=~\".*\"}[5m])))",
            "topk(10, sum by (offender_namespace, offender_pod) "
                    + "(rate(linnix_stall_induced_seconds_total{offender_namespace=~\".*\"}[5m])))",
            "topk(8, sum by (offender_namespace, offender_pod, victim_namespace, victim_pod) "
                    + "(rate(linnix_stall_induced_seconds_total{victim_namespace=~\".*\"}[5m])))",
            "sum(increase(linnix_blame_series_evicted_total[1h]))",
            "count(linnix_kernel_instrumentation_active == 0) or vector(0)",
            "count(sum by (offender_namespace, offender_pod, victim_namespace, victim_pod) "
                    + "(increase(linnix_stall_induced_seconds_total[1h])) > 0)");

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> served = new ConcurrentLinkedQueue<>();
    private MetricsWorld world;
    private final List<Api> apis = new ArrayList<>();
    private Api.Addresses addresses;
    private Api.Addresses textOnly;

    @BeforeEach
    void start() throws Exception {
        world = new MetricsWorld(dir, ApiCounts.NONE);
        world.fire();
        world.lose(4, 2);
        Metrics metrics = new Metrics(world.sources, world.clock::nowNs);
        addresses = open(accept -> page(metrics, accept));
        textOnly = open(accept -> page(metrics, null));
    }

    private Api.Addresses open(PrometheusPage page) throws IOException {
        MetricSources parts = world.sources;
        Cgroups cgroups = Cgroups.open();
        Views views = new Views(parts.host().name(), parts.host().facts().memoryBytes(), world.clock, cgroups);
        InetSocketAddress any = new InetSocketAddress(LOOPBACK, 0);
        Api api = new Api(views, world.clock, new ApiOptions(any, TOKEN, any, true, 1, null, true));
        apis.add(api);
        Running running = new Running(
                parts.version(),
                parts.host(),
                cgroups,
                parts.usage(),
                parts.ringBytes(),
                parts.engine(),
                parts.snapshots(),
                parts.responders(),
                parts.rules(),
                parts.heartbeat(),
                parts.recorder(),
                parts.space(),
                parts.evidence(),
                BundleCatalog.EMPTY);
        return api.open(running, page);
    }

    private PrometheusPage.Page page(Metrics metrics, String accept) throws PrometheusPage.Unavailable {
        try {
            Metrics.Page page = metrics.render(accept);
            served.add(page.contentType());
            return new PrometheusPage.Page(page.contentType(), page.body());
        } catch (UnavailableException e) {
            throw new PrometheusPage.Unavailable(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        apis.forEach(Api::close);
        http.close();
        world.close();
    }

    @Test
    void promtoolHasNothingToSay() throws Exception {
        Path page = Files.writeString(dir.resolve("page"), world.page("text/plain"));
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(page.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).isEmpty();
            assertThat(promtool.waitFor()).isZero();
        } finally {
            promtool.destroyForcibly();
        }
    }

    @Test
    void prometheusScrapesBothListenersAndAnswersTheDashboard() throws Exception {
        int port = freePort();
        Path config = Files.writeString(
                dir.resolve("prometheus.yml"),
                CONFIG.replace("TOKEN", TOKEN)
                        .replace("API", port(addresses.api()))
                        .replace("OPERATIONAL", port(addresses.operational()))
                        .replace("TEXT", port(textOnly.operational())));
        Path log = dir.resolve("prometheus.log");
        Process prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + dir.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            URI asked = URI.create("http://127.0.0.1:" + port + "/api/v1/");
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        assertThat(prometheus.isAlive())
                                .as(Files.readString(log))
                                .isTrue();
                        return result(asked, "up == 1").size() == 3;
                    });
            valuesAreAsTheyShouldBe(asked);
            metadataIsComplete(asked);
            dashboardIsAnswered(asked);
        } finally {
            prometheus.destroy();
            if (!prometheus.waitFor(20, TimeUnit.SECONDS)) prometheus.destroyForcibly();
        }
    }

    private void valuesAreAsTheyShouldBe(URI api) throws Exception {
        assertThat(served).anyMatch(type -> type.startsWith("application/openmetrics-text"));
        assertThat(served).anyMatch(type -> type.startsWith("text/plain"));
        for (String query : List.of(
                "linnix_alerts_active == 1",
                "linnix_rule_alerts_firing{rule=\"two \\\"forks\\\"\",severity=\"medium\"} == 1",
                "linnix_events_total == 3",
                "sum by (job) (linnix_dropped_events_by_type_total) == 6",
                "sum by (job) (linnix_lost_total{hop=\"kernel\"}) == 6",
                "linnix_detection_latency_seconds_count == 1",
                "linnix_build_info{version=\"1.2.3\"} == 1",
                "linnix_process_rss_bytes > 10e6 < 10e9")) {
            assertThat(result(api, query)).as(query).hasSize(3);
        }
        assertThat(
                        result(
                                api,
                                "linnix_sensor_required == 1 unless on(instance, sensor) linnix_sensor_state{state=\"on\"} == 1"))
                .isEmpty();
    }

    private void metadataIsComplete(URI api) throws Exception {
        Map<?, ?> known = (Map<?, ?>) get(api.resolve("metadata")).get("data");
        Catalogue.families()
                .forEach(family -> assertThat(known.get(family.name()))
                        .as(family.name())
                        .asString()
                        .contains("type=" + family.type().word())
                        .contains("help=" + family.help()));
    }

    private void dashboardIsAnswered(URI api) throws Exception {
        for (String query : DASHBOARD) result(api, query);
        get(api.resolve("label/victim_namespace/values?" + parameter("match[]", "linnix_pod_psi_pressure_total")));
        // No node is without kernel sensors.
        assertThat(result(api, DASHBOARD.get(4)).toString()).contains(", 0]");
    }

    private List<?> result(URI api, String query) throws Exception {
        Map<?, ?> data = (Map<?, ?>)
                get(api.resolve("query?" + parameter("query", query))).get("data");
        return (List<?>) data.get("result");
    }

    private Map<?, ?> get(URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        Map<?, ?> answer = (Map<?, ?>) Jsonb.instance().type(Object.class).fromJson(response.body());
        assertThat(answer.get("status")).as(uri + ": " + response.body()).isEqualTo("success");
        return answer;
    }

    private static String parameter(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String port(InetSocketAddress address) {
        return String.valueOf(address.getPort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
