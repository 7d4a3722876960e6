package dev.linnix.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Does what waits for its counterpart stay bounded? */
class ComparisonTest {
    @Test
    void linesThatNothingAnswersAreADifferenceBeforeTheyFillTheMemory() {
        Comparison comparison = new Comparison();
        String line = "x".repeat(1 << 20);
        for (int i = 0; i < 40; i++) comparison.recorded(line);
        assertThat(comparison.difference()).hasSize(3);
    }

    @Test
    void aGapBeforeTheDifferenceExplainsIt() {
        Comparison comparison = new Comparison();
        comparison.recorded("same");
        comparison.replayed("same");
        comparison.missing(Instant.ofEpochSecond(10), Instant.ofEpochSecond(12), "queue full");
        comparison.recorded("one");
        comparison.replayed("other");
        assertThat(comparison.difference())
                .hasSize(4)
                .last()
                .asString()
                .isEqualTo("  before that inputs from 1970-01-01T00:00:10Z to 1970-01-01T00:00:12Z are missing"
                        + " (queue full), so the agent knew what the recording does not");
    }

    @Test
    void longLinesThatAreAnsweredMayBeManyTogether() {
        Comparison comparison = new Comparison();
        String line = "x".repeat(1 << 20);
        for (int i = 0; i < 100; i++) {
            comparison.recorded(line);
            comparison.replayed(line);
        }
        assertThat(comparison.difference()).isEmpty();
        assertThat(comparison.equal()).isEqualTo(100);
    }
}
