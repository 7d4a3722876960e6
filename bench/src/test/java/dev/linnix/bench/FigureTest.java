package dev.linnix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTest {
    private static final Figure LATENCY =
            Figure.of("alert", "latency", "ms").must(Limit.atMost(500)).goal(Limit.atMost(60));

    @Test
    void withinBothLimitsIsOk() {
        assertThat(LATENCY.measured(60).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aMissedGoalIsStatedAndDoesNotFail() {
        assertThat(LATENCY.measured(61).verdict()).isEqualTo(Verdict.GOAL_MISSED);
        assertThat(Verdict.GOAL_MISSED.fails()).isFalse();
    }

    @Test
    void aMissedMustFails() {
        assertThat(LATENCY.measured(501).verdict()).isEqualTo(Verdict.MUST_MISSED);
        assertThat(Verdict.MUST_MISSED.fails()).isTrue();
    }

    @Test
    void whatCouldNotBeMeasuredFails() {
        assertThat(LATENCY.verdict()).isEqualTo(Verdict.NOT_MEASURED);
        assertThat(Verdict.NOT_MEASURED.fails()).isTrue();
    }

    @Test
    void theMedianCountsAndNotTheSpread() {
        assertThat(LATENCY.measured(Samples.of(1, 2, 10_000)).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void withoutLimitsItIsOnlyShown() {
        assertThat(Figure.of("drain", "C", "ns").measured(12).verdict()).isEqualTo(Verdict.SHOWN);
    }

    @Test
    void limitsKnowTheirGoodSide() {
        assertThat(Limit.atLeast(5).holds(5)).isTrue();
        assertThat(Limit.atLeast(5).holds(4.9)).isFalse();
        assertThat(Limit.exactly(0).holds(0)).isTrue();
        assertThat(Limit.exactly(0).holds(1)).isFalse();
    }

    @Test
    void noNumberKeepsToNoLimit() {
        assertThat(Limit.atMost(5).holds(Double.NaN)).isFalse();
        assertThat(Limit.atLeast(5).holds(Double.NaN)).isFalse();
        assertThat(Limit.exactly(5).holds(Double.NaN)).isFalse();
    }
}
