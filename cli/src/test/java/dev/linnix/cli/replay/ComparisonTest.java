package dev.linnix.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

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
