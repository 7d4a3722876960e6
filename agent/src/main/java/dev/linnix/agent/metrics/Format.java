package dev.linnix.agent.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two forms of the page. */
enum Format {
    /** Prometheus text 0.0.4. */
    TEXT,
    /** OpenMetrics text 1.0.0. */
    OPEN_METRICS;

    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";

    /** {@return what writes this form} */
    ExpositionFormatWriter writer() {
        return switch (this) {
            case TEXT -> PrometheusTextFormatWriter.create();
            case OPEN_METRICS -> OpenMetricsTextFormatWriter.create();
        };
    }

    /**
     * {@return the form a client likes best} OpenMetrics only when it is named and not liked less than plain text, which
     * everybody else gets.
     *
     * @param accept the request's Accept header, null for none
     */
    static Format of(@Nullable String accept) {
        double openMetrics = 0;
        double text = 0;
        for (String range : accept == null ? new String[0] : accept.split(",")) {
            String[] parts = range.toLowerCase(Locale.ROOT).split(";", -1);
            switch (parts[0].strip()) {
                case OPEN_METRICS_TYPE -> openMetrics = Math.max(openMetrics, quality(parts));
                case "text/plain", "text/*", "*/*" -> text = Math.max(text, quality(parts));
                default -> {}
            }
        }
        return openMetrics > 0 && openMetrics >= text ? OPEN_METRICS : TEXT;
    }

    /** {@return the q parameter; 1 when there is none or it is no number, as the client must have meant something} */
    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (!parameter.startsWith("q=")) continue;
            try {
                return Double.parseDouble(parameter.substring(2));
            } catch (NumberFormatException e) {
                return 1;
            }
        }
        return 1;
    }
}
