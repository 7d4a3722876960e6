package dev.linnix.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Do snapshots stay within their budget of CPU? */
class SnapshotPaceTest {
    private static final long MILLI = 1_000_000;

    private final SnapshotPace pace = new SnapshotPace(1);

    private void took(int times, long ns) {
        for (int i = 0; i < times; i++) pace.took(ns);
    }

    @Test
    void cheapSnapshotsComeOnceASecondAndFourTimesWhilePending() {
        took(20, MILLI / 10);
        assertThat(pace.periodNs(false)).isEqualTo(1000 * MILLI);
        assertThat(pace.periodNs(true)).isEqualTo(250 * MILLI);
    }

    @Test
    void dearOnesAreStretchedToATenthOfAPercentOrOneWhilePending() {
        took(20, 5 * MILLI);
        assertThat(pace.periodNs(false)).isEqualTo(5000 * MILLI);
        assertThat(pace.periodNs(true)).isEqualTo(500 * MILLI);
    }

    @Test
    void theFirstOnesDoNotCount() {
        took(4, 900 * MILLI);
        assertThat(pace.costNs()).isZero();
        assertThat(pace.periodNs(false)).isEqualTo(1000 * MILLI);
    }

    @Test
    void noPeriodIsEndless() {
        took(20, 900 * MILLI);
        assertThat(pace.periodNs(false)).isEqualTo(SnapshotPace.LONGEST_NS);
    }

    @Test
    void theCostFollowsAChange() {
        took(20, 5 * MILLI);
        took(50, MILLI / 10);
        assertThat(pace.periodNs(false)).isEqualTo(1000 * MILLI);
    }
}
