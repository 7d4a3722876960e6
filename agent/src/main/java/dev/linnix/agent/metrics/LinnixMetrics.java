package dev.linnix.agent.metrics;

import static dev.linnix.agent.metrics.MetricFamily.counter;
import static dev.linnix.agent.metrics.MetricFamily.gauge;

import dev.linnix.agent.host.SelfUsage;
import dev.linnix.agent.loop.Supervised;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.SensorStatus;
import java.util.List;

/** The metrics that Linnix 0.x has as well: same names, types and labels, so that its dashboards and alerts go on working. */
final class LinnixMetrics {
    /** Its numbers of event types: exec, fork and exit are 0, 1 and 2; of the others there are no events here. */
    private static final List<String> EVENT_TYPES =
            List.of("exec", "fork", "exit", "net", "file_io", "syscall", "block_io", "page_fault");

    /** Its number for memory figures from the kernel's memory maps. */
    private static final int PROBE_KERNEL = 2;

    private static final int PROBE_OFF = 0;
    private static final double NS = 1e-9;

    private LinnixMetrics() {}

    static List<MetricFamily> all() {
        return List.of(
                gauge(
                        "linnix_kernel_instrumentation_active",
                        "Whether process events come from the kernel: 1 yes, 0 the agent reads /proc only.",
                        from -> from.agent().engine().health().status() == SensorStatus.ON ? 1 : 0),
                counter(
                        "linnix_events_total",
                        "Process events (fork, exec, exit) that reached the engine.",
                        Readings::events),
                gauge(
                        "linnix_events_per_second",
                        "Process events in the last whole second.",
                        from -> from.status().eventsPerSecond()),
                gauge(
                        "linnix_alerts_active",
                        "Alerts firing now.",
                        from -> from.status().firing()),
                counter(
                        "linnix_alerts_emitted_total",
                        "Times an alert fired, reopened alerts included.",
                        from -> from.engine().alerts().emitted()),
                counter(
                        "linnix_dropped_events_total",
                        "Process events lost on the way to the engine or to the readers of streams, for any reason.",
                        Readings::lostEvents),
                counter(
                        "linnix_ringbuf_overflows_total",
                        "Process events lost because the ring buffer was full.",
                        from -> Readings.LIFECYCLE.stream()
                                .mapToLong(kind -> from.lost(kind, LossReason.RING_FULL.label()))
                                .sum()),
                counter(
                        "linnix_rate_limited_total",
                        "Process events skipped for a configured rate limit; always 0, there is no such limit.",
                        from -> 0),
                counter(
                        "linnix_perf_poll_errors_total",
                        "Failures of reading the kernel's events after which the sensor was opened again.",
                        from -> from.agent().engine().health().restarts()),
                counter(
                        "linnix_lineage_hits_total",
                        "Processes whose birth was seen, so that their parent is known for certain.",
                        from -> from.delivered("fork")),
                counter(
                        "linnix_lineage_misses_total",
                        "Processes whose birth was missed and repaired from a snapshot.",
                        from -> from.status().repairedBirths()),
                gauge(
                        "linnix_context_queue_depth",
                        "Batches of records waiting for the engine; what waits in the ring is linnix_ring_fill_bytes.",
                        from -> from.agent().engine().inbox().waiting()),
                gauge(
                        "linnix_subscribers",
                        "Readers of server-sent events connected now.",
                        from -> from.api().subscribers()),
                gauge(
                        "linnix_uptime_seconds",
                        "Time since the agent started.",
                        from -> from.agent().usage().uptimeNs() * NS),
                gauge(
                        "linnix_kernel_btf_available",
                        "Whether the kernel describes its types (BTF): 1 yes, 0 no.",
                        from -> from.agent().host().btf() ? 1 : 0),
                gauge(
                        "linnix_rss_probe_mode",
                        "Where memory figures come from: 2 the kernel's memory maps, 0 /proc.",
                        LinnixMetrics::memoryProbe),
                gauge(
                        "linnix_process_cpu_percent",
                        "CPU the agent has used since its start, percent of one core, on average.",
                        from -> from.agent().usage().cpuPercent()),
                gauge(
                        "linnix_process_rss_bytes",
                        List.of(),
                        "Resident memory of the agent, bytes.",
                        LinnixMetrics::resident),
                counter(
                        "linnix_dropped_events_by_type_total",
                        List.of("event_type"),
                        "Process events lost, by type: 0 exec, 1 fork, 2 exit; types 3 to 7 are not recorded here.",
                        LinnixMetrics::lostByType),
                counter(
                        "linnix_pod_psi_pressure_total",
                        List.of("victim_namespace", "victim_pod", "node"),
                        "Time the pod was stalled for want of CPU, microseconds; no series, pods are not resolved yet.",
                        (from, to) -> {}),
                counter(
                        "linnix_stall_induced_seconds_total",
                        List.of("offender_pod", "offender_namespace", "victim_pod", "victim_namespace"),
                        "Stall time put down to an offending pod; no series, stalls are not attributed yet.",
                        (from, to) -> {}),
                counter(
                        "linnix_blame_series_evicted_total",
                        "Series of blame forgotten for their number; always 0, stalls are not attributed yet.",
                        from -> 0));
    }

    private static double memoryProbe(Readings from) {
        boolean kernel = from.agent().sensors().stream()
                .filter(sensor -> sensor.name().equals("tasks"))
                .map(Supervised.Health::status)
                .anyMatch(status -> status == SensorStatus.ON);
        return kernel ? PROBE_KERNEL : PROBE_OFF;
    }

    /** No series when /proc does not say. */
    static void resident(Readings from, Points to) {
        long bytes = SelfUsage.residentBytes(from.agent().host().facts().pageSize());
        if (bytes >= 0) to.add(bytes);
    }

    private static void lostByType(Readings from, Points to) {
        for (int type = 0; type < EVENT_TYPES.size(); type++) {
            to.add(from.lost(EVENT_TYPES.get(type)), String.valueOf(type));
        }
    }
}
