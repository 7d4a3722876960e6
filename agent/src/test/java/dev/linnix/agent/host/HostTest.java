package dev.linnix.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Is what the kernel says of the host read whole? */
class HostTest {
    @Test
    void noPidIsAboveTheLargest() {
        assertThat(Host.read().pidMax())
                .isGreaterThanOrEqualTo((int) ProcessHandle.current().pid());
    }
}
