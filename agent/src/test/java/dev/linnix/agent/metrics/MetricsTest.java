package dev.linnix.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.agent.metrics.Metrics.Page;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.QueryMailbox;
import dev.linnix.engine.model.EngineStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do the metrics say the truth, at a bounded cost? */
class MetricsTest {
    private static final ApiCounts API = new ApiCounts(
            3,
            8,
            List.of(
                    new Loss("api", "client", "slow_reader", 4),
                    new Loss("api", "event", "ring_full", 8),
                    new Loss("api", "response", "write_deadline", 6),
                    new Loss("api", "group_ids", Loss.EVICTED, 2)));

    @TempDir
    Path dir;

    private MetricsWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new MetricsWorld(dir, API);
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @Test
    void anAlertIsCountedByRuleAndIsActive() throws Exception {
        world.fire();
        String labels = "{rule=\"two \\\"forks\\\"\",severity=\"medium\"}";
        assertThat(world.series())
                .contains(
                        entry("linnix_events_total", 3.0),
                        entry("linnix_lineage_hits_total", 3.0),
                        entry("linnix_alerts_active", 1.0),
                        entry("linnix_alerts_emitted_total", 1.0),
                        entry("linnix_rule_alerts_total" + labels, 1.0),
                        entry("linnix_rule_alerts_firing" + labels, 1.0),
                        entry("linnix_rules_active", 1.0),
                        entry("linnix_detection_latency_seconds_count", 1.0),
                        entry("linnix_detection_latency_seconds_bucket{le=\"+Inf\"}", 1.0),
                        entry("linnix_responder_alerts_total{outcome=\"delivered\",responder=\"nowhere\"}", 1.0));
    }

    @Test
    void lossIsToldByHopAndReasonAndAddsUp() throws Exception {
        world.lose(4, 2);
        Map<String, Double> series = world.series();
        assertThat(series)
                .contains(
                        entry("linnix_lost_total{hop=\"kernel\",kind=\"fork\",reason=\"ring_full\"}", 4.0),
                        entry("linnix_lost_total{hop=\"kernel\",kind=\"exit\",reason=\"ring_full\"}", 2.0),
                        entry("linnix_lost_total{hop=\"kernel\",kind=\"exec\",reason=\"recursion\"}", 0.0),
                        entry("linnix_lost_total{hop=\"api\",kind=\"client\",reason=\"slow_reader\"}", 4.0),
                        entry("linnix_lost_total{hop=\"api\",kind=\"event\",reason=\"ring_full\"}", 8.0),
                        entry("linnix_lost_total{hop=\"api\",kind=\"response\",reason=\"write_deadline\"}", 6.0),
                        entry("linnix_records_produced_total{type=\"fork\"}", 10.0),
                        entry("linnix_dropped_events_total", 6.0 + API.droppedEvents()),
                        entry("linnix_ringbuf_overflows_total", 6.0),
                        entry("linnix_dropped_events_by_type_total{event_type=\"0\"}", 0.0),
                        entry("linnix_dropped_events_by_type_total{event_type=\"1\"}", 4.0),
                        entry("linnix_dropped_events_by_type_total{event_type=\"2\"}", 2.0),
                        entry("linnix_dropped_events_by_type_total{event_type=\"7\"}", 0.0))
                .containsEntry("linnix_loss_ratio", 0.4);
    }

    @Test
    void everyLossOfTheListHasASeries() throws Exception {
        world.lose(4, 2);
        MetricSources from = world.sources;
        EngineStatus status = from.engine().mailbox().post(EngineView::status).get();
        List<Loss> losses = Losses.list(
                status,
                from.engine(),
                from.responders(),
                from.heartbeat(),
                from.recorder().status(),
                API);
        assertThat(losses).contains(new Loss("kernel", "fork", "ring_full", 4));
        Map<String, Double> series = world.series();
        for (Loss loss : losses) {
            String name = loss.evicted()
                    ? "linnix_evictions_total{table=\"" + loss.kind() + "\"}"
                    : "linnix_lost_total{hop=\"" + loss.hop() + "\",kind=\"" + loss.kind() + "\",reason=\""
                            + loss.reason() + "\"}";
            assertThat(series).containsEntry(name, (double) loss.count());
        }
    }

    @Test
    void whatIsRecordedIsToldAndWhatIsLeftOutIsALoss() throws Exception {
        await().until(() -> world.sources.recorder().status().on());
        world.fire();
        await().until(() -> world.sources.recorder().status().records() >= 3);
        Map<String, Double> series = world.series();
        assertThat(series)
                .containsEntry("linnix_recorder_on", 1.0)
                .containsEntry("linnix_recorder_segments", 1.0)
                .containsEntry("linnix_lost_total{hop=\"recorder\",kind=\"record\",reason=\"queue_full\"}", 0.0)
                .containsEntry("linnix_recorder_dropped_bytes_total{reason=\"disk\"}", 0.0)
                .containsKeys("linnix_recorder_oldest_time_seconds", "linnix_recorder_cpu_seconds_total");
        assertThat(series.get("linnix_recorder_size_bytes")).isPositive();
        assertThat(series.get("linnix_recorder_records_total")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void whatIsForgottenAndWhatIsToldInPartOnlyIsCounted() throws Exception {
        Map<String, Double> series = world.series();
        for (String table : List.of("processes", "alerts", "incidents", "incident_alerts", "metric_series")) {
            assertThat(series).containsEntry("linnix_evictions_total{table=\"" + table + "\"}", 0.0);
        }
        assertThat(series).containsEntry("linnix_incomplete_total{reason=\"args_cut\"}", 3.0);
    }

    @Test
    void theAgentsOwnUseIsInBaseUnits() throws Exception {
        double before = SelfUsage.residentBytes(world.sources.host().facts().pageSize());
        Map<String, Double> series = world.series();
        assertThat(series.get("linnix_process_rss_bytes")).isBetween(before / 2, before * 2);
        assertThat(series.get("process_resident_memory_bytes")).isBetween(before / 2, before * 2);
        assertThat(series.get("process_cpu_seconds_total")).isBetween(0.01, 3600.0);
        // A quarter of a core since the agent began; what the JVM took before is not in it.
        assertThat(series.get("linnix_process_cpu_percent")).isEqualTo(25.0);
        assertThat(series.get("process_start_time_seconds"))
                .isCloseTo(
                        ProcessHandle.current()
                                .info()
                                .startInstant()
                                .orElseThrow()
                                .getEpochSecond(),
                        org.assertj.core.data.Offset.offset(1.0));
        assertThat(series).containsEntry("linnix_subscribers", 3.0).containsEntry("linnix_ring_size_bytes", 1048576.0);
        assertThat(series).containsKey("linnix_build_info{version=\"1.2.3\"}");
    }

    @Test
    void everySensorIsInOneStateAndHasACost() throws Exception {
        Map<String, Double> series = world.series();
        for (String sensor : List.of("lifecycle", "tasks", "proc", "counters", "pressure")) {
            String expected = sensor.equals("proc") ? "off" : "on";
            for (String state : List.of("on", "off", "failed", "given_up")) {
                assertThat(series)
                        .containsEntry(
                                "linnix_sensor_state{sensor=\"" + sensor + "\",state=\"" + state + "\"}",
                                state.equals(expected) ? 1.0 : 0.0);
            }
            assertThat(series).containsKey("linnix_sensor_cpu_seconds_total{sensor=\"" + sensor + "\"}");
        }
        assertThat(series.get("linnix_sensor_cpu_seconds_total{sensor=\"lifecycle\"}"))
                .isPositive();
        assertThat(series.get("linnix_sensor_cpu_seconds_total{sensor=\"tasks\"}"))
                .isPositive();
        assertThat(series)
                .containsEntry("linnix_kernel_instrumentation_active", 1.0)
                .containsEntry("linnix_rss_probe_mode", 2.0);
    }

    @Test
    void anAgentWithoutKernelSensorsSaysSo() throws Exception {
        stop();
        world = new MetricsWorld(dir, API, false);
        assertThat(world.series())
                .containsEntry("linnix_kernel_instrumentation_active", 0.0)
                .containsEntry("linnix_rss_probe_mode", 0.0)
                .containsEntry("linnix_sensor_state{sensor=\"lifecycle\",state=\"failed\"}", 1.0)
                .containsEntry("linnix_sensor_state{sensor=\"proc\",state=\"on\"}", 1.0);
    }

    @Test
    void theOpenMetricsFormSaysItsTypeAndItsEnd() throws Exception {
        Page page = new Metrics(world.sources, world.clock::nowNs).render("application/openmetrics-text");
        assertThat(page.contentType()).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(world.page("application/openmetrics-text"))
                .contains("# TYPE linnix_events counter\n", "\nlinnix_events_total 0.0\n")
                .contains("# TYPE linnix_pod_psi_pressure counter\n")
                .endsWith("# EOF\n");
        assertThat(new Metrics(world.sources, world.clock::nowNs).render(null).contentType())
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void scrapesAtOneTimeShareOnePageAndLaterOnesDoNot() throws Exception {
        AtomicLong now = new AtomicLong(1);
        Metrics metrics = new Metrics(world.sources, now::get);
        Set<Page> pages = Collections.newSetFromMap(new IdentityHashMap<>());
        try (ExecutorService scrapers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Page>> scrapes = new ArrayList<>();
            for (int i = 0; i < 200; i++) scrapes.add(scrapers.submit(() -> metrics.render("text/plain")));
            for (Future<Page> scrape : scrapes) pages.add(scrape.get());
        }
        assertThat(pages).hasSize(1);
        now.addAndGet(Metrics.FRESH_NS - 1);
        pages.add(metrics.render(null));
        assertThat(pages).hasSize(1);
        now.incrementAndGet();
        pages.add(metrics.render(null));
        assertThat(pages).hasSize(2);
    }

    @Test
    void aBusyEngineIsAskedAgainOnlyAfterAWhile() throws Exception {
        EngineLoop stopped = new EngineLoop(null, () -> world.ring, world.clock::nowNs, () -> {});
        for (int i = 0; i < QueryMailbox.CAPACITY; i++) stopped.mailbox().post(view -> view);
        MetricSources sources = world.sources;
        MetricSources busy = new MetricSources(
                "",
                sources.host(),
                sources.usage(),
                0,
                stopped,
                sources.snapshots(),
                sources.responders(),
                sources.rules(),
                sources.heartbeat(),
                sources.recorder(),
                sources.evidence(),
                sources.space(),
                sources.alerts(),
                sources.api());
        AtomicLong now = new AtomicLong(1);
        Metrics metrics = new Metrics(busy, now::get);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> metrics.render(null))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("too many queries");
        }
        assertThat(stopped.mailbox().rejected()).isEqualTo(1);
        now.addAndGet(Metrics.FRESH_NS);
        assertThatThrownBy(() -> metrics.render(null)).isInstanceOf(UnavailableException.class);
        assertThat(stopped.mailbox().rejected()).isEqualTo(2);
    }
}
