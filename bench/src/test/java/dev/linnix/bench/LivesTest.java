package dev.linnix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.record.Flyweight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class LivesTest {
    private static final int STEPS = 2_000;
    private static final int WRITES = 10;

    @Test
    void aMadeUpLifeIsInCausalOrder() {
        Lives lives = new Lives(true);
        CausalOrder order = new CausalOrder();
        MemorySegment memory = Arena.ofAuto().allocate((long) STEPS * Lives.STEP_BYTES, 8);
        long time = 0;
        for (int i = 0; i < WRITES; i++) {
            lives.write(memory, STEPS);
            long offset = 0;
            for (int record = 0; record < lives.records(); record++) {
                int length = lives.length(record);
                assertThat(Flyweight.length(memory, offset)).isEqualTo(length);
                order.accept(memory, offset, length);
                assertThat(Flyweight.timeNs(memory, offset)).isGreaterThanOrEqualTo(time);
                time = Flyweight.timeNs(memory, offset);
                offset += length;
            }
        }
        assertThat(order.violations()).isZero();
        assertThat(order.records()).isGreaterThan(2L * STEPS * WRITES);
    }
}
