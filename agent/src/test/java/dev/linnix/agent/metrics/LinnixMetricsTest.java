package dev.linnix.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does a dashboard or alert made for Linnix 0.x find every metric it knows, meaning the same? */
class LinnixMetricsTest {
    /** Name, type, labels, and what the help must speak of. */
    private static final String KNOWN = """
            linnix_kernel_instrumentation_active|gauge||kernel
            linnix_events_total|counter||reached the engine
            linnix_events_per_second|gauge||last whole second
            linnix_alerts_active|gauge||firing now
            linnix_alerts_emitted_total|counter||fired
            linnix_dropped_events_total|counter||lost
            linnix_ringbuf_overflows_total|counter||ring buffer was full
            linnix_rate_limited_total|counter||rate limit
            linnix_perf_poll_errors_total|counter||Failures of reading
            linnix_lineage_hits_total|counter||parent is known
            linnix_lineage_misses_total|counter||birth was missed
            linnix_context_queue_depth|gauge||waiting for the engine
            linnix_subscribers|gauge||server-sent events
            linnix_uptime_seconds|gauge||since the agent started
            linnix_kernel_btf_available|gauge||BTF
            linnix_rss_probe_mode|gauge||memory figures
            linnix_process_cpu_percent|gauge||CPU
            linnix_process_rss_bytes|gauge||bytes
            linnix_dropped_events_by_type_total|counter|event_type|by type
            linnix_pod_psi_pressure_total|counter|victim_namespace,victim_pod,node|microseconds
            linnix_stall_induced_seconds_total|counter|offender_pod,offender_namespace,victim_pod,victim_namespace|offending pod
            linnix_blame_series_evicted_total|counter||blame
            """;

    @TempDir
    Path dir;

    @Test
    void eachIsThereWithItsTypeAndLabelsAndNoOther() {
        String ours = LinnixMetrics.all().stream()
                .map(family -> String.join("|", family.name(), family.type().word(), String.join(",", family.labels())))
                .collect(Collectors.joining("\n"));
        assertThat(ours.lines())
                .containsExactlyElementsOf(KNOWN.lines()
                        .map(line -> line.substring(0, line.lastIndexOf('|')))
                        .toList());
    }

    @Test
    void theHelpMeansTheSame() {
        Map<String, String> help =
                LinnixMetrics.all().stream().collect(Collectors.toMap(MetricFamily::name, MetricFamily::help));
        KNOWN.lines().forEach(line -> {
            List<String> columns = List.of(line.split("\\|", -1));
            assertThat(help.get(columns.getFirst())).as(columns.getFirst()).contains(columns.getLast());
        });
    }

    @ParameterizedTest
    @CsvSource({"text/plain,false", "application/openmetrics-text,true"})
    void eachHasHelpAndTypeOnThePageThoughItMayHaveNoSeries(String accept, boolean family) throws Exception {
        try (MetricsWorld world = new MetricsWorld(dir, ApiCounts.NONE)) {
            String page = world.page(accept);
            Catalogue.families().forEach(metric -> {
                boolean cut = family && metric.name().endsWith("_total");
                String name = cut ? metric.name().replaceFirst("_total$", "") : metric.name();
                assertThat(page.lines())
                        .contains("# HELP " + name + " " + metric.help())
                        .anyMatch(line -> line.equals(
                                "# TYPE " + name + " " + metric.type().word()));
            });
        }
    }
}
