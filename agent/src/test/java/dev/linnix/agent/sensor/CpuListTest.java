package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Is every CPU of the kernel's list watched? */
final class CpuListTest {
    @Test
    void rangesAndSingleOnes() {
        assertThat(CpuSampler.cpuList("0\n")).containsExactly(0);
        assertThat(CpuSampler.cpuList("0-2,5,7-8\n")).containsExactly(0, 1, 2, 5, 7, 8);
    }
}
