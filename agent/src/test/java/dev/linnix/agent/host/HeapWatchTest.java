package dev.linnix.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Is garbage collected once there is enough of it, and what is in use left in peace? */
class HeapWatchTest {
    private static final long MB = 1 << 20;

    private long used;
    private long live;
    private int collections;
    private final HeapWatch watch = new HeapWatch(() -> used, () -> {
        collections++;
        used = live;
    });

    private int afterLookingAt(long bytes) {
        used = bytes;
        watch.look();
        return collections;
    }

    @Test
    void growthAboveTheLeastUseIsCollected() {
        assertThat(afterLookingAt(20 * MB)).isZero();
        assertThat(afterLookingAt(15 * MB)).isZero();
        live = 14 * MB;
        assertThat(afterLookingAt(22 * MB)).isZero();
        assertThat(afterLookingAt(23 * MB)).isOne();
        assertThat(afterLookingAt(21 * MB)).isOne();
    }

    @Test
    void whatStaysInUseIsNotCollectedAgainAndAgain() {
        afterLookingAt(10 * MB);
        live = 40 * MB;
        assertThat(afterLookingAt(40 * MB)).isOne();
        assertThat(afterLookingAt(41 * MB)).isOne();
    }
}
