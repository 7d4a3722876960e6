package dev.linnix.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.agent.sensor.RefusedException;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.kernel.KernelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Is what fails tried again, ever more rarely, and given up in the end? */
class SupervisionTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<SensorStatus> told = new ArrayList<>();
    private int opened;
    private int closed;
    private boolean refuse;

    private final Supervised<AutoCloseable> sensor =
            new Supervised<>("tasks", Sensor.TASKS, true, this::open, (which, status) -> told.add(status));

    private AutoCloseable open() throws KernelException {
        opened++;
        if (refuse) throw new KernelException("load tasks", 12, "");
        return () -> closed++;
    }

    @Test
    void isOffUntilItIsFirstWanted() {
        assertThat(sensor.health().status()).isEqualTo(SensorStatus.OFF);
        assertThat(sensor.get(0)).isNotNull();
        assertThat(sensor.get(1)).isNotNull();
        assertThat(opened).isEqualTo(1);
        assertThat(told).containsExactly(SensorStatus.ON);
        assertThat(sensor.health().reason()).isNull();
    }

    @Test
    void aFailureClosesItAndItComesBackAfterASecond() {
        sensor.get(0);
        sensor.failed(0, new IllegalStateException("gone"));
        assertThat(closed).isEqualTo(1);
        assertThat(sensor.get(SECOND - 1)).isNull();
        assertThat(sensor.get(SECOND)).isNotNull();
        assertThat(told).containsExactly(SensorStatus.ON, SensorStatus.FAILED, SensorStatus.ON);
        assertThat(sensor.health().restarts()).isEqualTo(1);
    }

    @Test
    void triesDoubleTheirDistanceAndEnd() {
        refuse = true;
        List<Long> tries = new ArrayList<>();
        for (long second = 0; second < 10_000; second++) {
            int before = opened;
            assertThat(sensor.get(second * SECOND)).isNull();
            if (opened > before) tries.add(second);
        }
        assertThat(tries).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L);
        assertThat(sensor.health().givenUp()).isTrue();
        assertThat(sensor.health().reason()).startsWith("load tasks");
        assertThat(told).containsExactly(SensorStatus.FAILED);
    }

    @Test
    void aRefusalIsGivenUpAtOnce() {
        int[] tries = new int[1];
        Supervised<AutoCloseable> refused = new Supervised<>(
                "tasks",
                Sensor.TASKS,
                true,
                () -> {
                    tries[0]++;
                    throw new RefusedException("CAP_BPF is missing.");
                },
                (which, status) -> told.add(status));
        for (long second = 0; second < 1000; second++) {
            assertThat(refused.get(second * SECOND)).isNull();
        }
        assertThat(tries[0]).isEqualTo(1);
        assertThat(refused.health().givenUp()).isTrue();
        assertThat(refused.health().reason()).isEqualTo("CAP_BPF is missing.");
        assertThat(told).containsExactly(SensorStatus.FAILED);
    }

    @Test
    void failuresAreForgottenAfterAStableTime() {
        Backoff backoff = new Backoff();
        for (int i = 0; i < Backoff.MOST_TRIES - 1; i++) backoff.failed(0);
        backoff.succeeded(SECOND);
        backoff.succeeded(2 * SECOND);
        backoff.failed(SECOND + Backoff.STABLE_NS);
        assertThat(backoff.exhausted()).isFalse();
        assertThat(backoff.due(2 * SECOND + Backoff.STABLE_NS)).isTrue();
    }

    @Test
    void aFailureSoonAfterASuccessStillCounts() {
        Backoff backoff = new Backoff();
        for (int i = 0; i < Backoff.MOST_TRIES; i++) {
            backoff.failed(i * SECOND);
            backoff.succeeded(i * SECOND);
        }
        assertThat(backoff.exhausted()).isTrue();
    }
}
