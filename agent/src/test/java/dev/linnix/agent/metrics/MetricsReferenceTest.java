package dev.linnix.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Is the metrics reference in {@code docs} the one the catalogue gives? */
class MetricsReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "metrics.md");

    @Test
    void thePageIsUpToDate() throws IOException {
        assertThat(FILE)
                .as("docs/metrics.md is out of date; write it anew with the main class "
                        + MetricsReference.class.getName())
                .content()
                .isEqualTo(MetricsReference.page());
    }
}
