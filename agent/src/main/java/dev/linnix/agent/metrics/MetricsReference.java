package dev.linnix.agent.metrics;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Writes the metrics reference, as Markdown, from the catalogue. Stateless and thread-safe. */
public final class MetricsReference {
    private MetricsReference() {}

    /** {@return the whole page} */
    public static String page() {
        StringBuilder page = new StringBuilder("""
                # Metrics reference

                The agent serves its metrics at `/metrics/prometheus`, as Prometheus text 0.0.4 or, when the client asks
                for it, OpenMetrics 1.0.0. A scrape asks the engine once and never walks `/proc`; scrapes that come within
                250 ms of each other share one answer.

                ```yaml
                scrape_configs:
                  - job_name: linnix
                    metrics_path: /metrics/prometheus
                    static_configs:
                      - targets: ["127.0.0.1:9464"]
                ```

                Worth an alert: `linnix_kernel_instrumentation_active == 0`, `linnix_loss_ratio > 0.01`,
                `linnix_rule_alerts_firing{severity="high"} > 0`, `linnix_rules_rejected == 1`,
                `linnix_sensor_required == 1 unless on(instance, sensor) linnix_sensor_state{state="on"} == 1`.

                The number of series is bounded: every label has a fixed set of values, but for `rule`, of which at most
                1000 are kept. Making room for another forgets the one that has not changed for longest and has nothing
                firing, and is counted in `linnix_evictions_total{table="metric_series"}`. A rule has series once it has
                fired. Counters start at 0 with the agent.
                """);
        Catalogue.groups().forEach(group -> section(page, group));
        return page.toString();
    }

    private static void section(StringBuilder page, Catalogue.Group group) {
        page.append("\n## ").append(group.title()).append("\n\n");
        page.append("| Metric | Type | Labels | Meaning |\n|---|---|---|---|\n");
        for (MetricFamily family : group.families()) {
            page.append("| `")
                    .append(family.name())
                    .append("` | ")
                    .append(family.type().word())
                    .append(" | ")
                    .append(family.labels().stream()
                            .map(label -> "`" + label + "`")
                            .collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(family.help())
                    .append(" |\n");
        }
    }

    /** Prints the page. */
    public static void main(String[] args) {
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(page());
    }
}
