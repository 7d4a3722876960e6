package dev.linnix.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does each client get the form it likes best? */
class FormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | TEXT",
                "'' | TEXT",
                "*/* | TEXT",
                "text/html,*/*;q=0.8 | TEXT",
                "text/plain;version=0.0.4 | TEXT",
                "application/openmetrics-text | OPEN_METRICS",
                "Application/OpenMetrics-Text; version=1.0.0 | OPEN_METRICS",
                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1 | OPEN_METRICS",
                "application/openmetrics-text;q=0.2,text/plain;q=0.5 | TEXT",
                "application/openmetrics-text;q=0,*/* | TEXT",
                "application/openmetrics-text;q=high | OPEN_METRICS",
                ";,;;q= | TEXT",
            })
    void theAcceptHeaderDecides(String accept, Format expected) {
        assertThat(Format.of(accept)).isEqualTo(expected);
    }
}
