package dev.linnix.agent.evidence.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Is every sample accounted for, however many different ones there are? */
final class StackTableTest {
    private static void add(StackTable table, int space, int kernel, long... frames) {
        table.add(space, space, "comm", kernel, frames.length - kernel, frames);
    }

    @Test
    void whatIsTheSameIsCountedTogether() {
        StackTable table = new StackTable();
        for (int i = 0; i < 3; i++) add(table, -5, 1, 0xffffffff81000000L, 2, 3);
        add(table, 6, 1, 0xffffffff81000000L, 2, 3);
        add(table, -5, 2, 0xffffffff81000000L, 2, 3);
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.count(0)).isEqualTo(3);
        assertThat(table.space(0)).isEqualTo(-5);
        assertThat(table.kernelFrames(0)).isEqualTo(1);
        assertThat(table.userFrames(0)).isEqualTo(2);
        assertThat(table.frame(0, 0)).isEqualTo(0xffffffff81000000L);
        assertThat(table.frame(0, 2)).isEqualTo(3);
        assertThat(table.comm(0)).isEqualTo("comm");
        assertThat(table.isCut(0)).isFalse();
        assertThat(table.samples()).isEqualTo(5);
        assertThat(table.inKernel()).isEqualTo(5);
    }

    @Test
    void beyondTheLimitOnlyLeavesAreKeptAndThenNothing() {
        StackTable table = new StackTable(2);
        for (int i = 0; i < 10_000; i++) add(table, 1, 0, i % 5000, 7, 8);
        long counted = 0;
        for (int stack = 0; stack < table.size(); stack++) {
            counted += table.count(stack);
            assertThat(table.isCut(stack)).isEqualTo(stack >= 2);
            if (stack >= 2) assertThat(table.userFrames(stack)).isEqualTo(1);
        }
        assertThat(table.size()).isEqualTo(2 + 4000);
        assertThat(table.samples()).isEqualTo(10_000);
        assertThat(counted + table.dropped()).isEqualTo(10_000);
        assertThat(table.dropped()).isPositive();
        assertThat(table.cut()).isEqualTo(counted - 4);
    }

    @Test
    void deepStacksDoNotTakeMoreThanTheirRoom() {
        StackTable table = new StackTable();
        long[] frames = new long[254];
        for (int i = 0; i < 10_000; i++) {
            frames[0] = i;
            add(table, 1, 127, frames);
        }
        assertThat(table.cut()).isPositive();
        assertThat(table.samples()).isEqualTo(10_000);
    }

    @Test
    void moreThreadNamesThanAreKeptShareOne() {
        StackTable table = new StackTable();
        for (int i = 0; i < 1000; i++) table.add(1, 1, "thread" + i, 0, 1, new long[] {9});
        assertThat(table.size()).isEqualTo(256);
        assertThat(table.comm(255)).isEqualTo("[other threads]");
        assertThat(table.count(255)).isEqualTo(1000 - 255);
    }
}
