package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.ProducedRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.Sensor;
import dev.linnix.kernel.Host;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Is every record accounted for? At rest: produced = delivered + lost. */
final class LossIT {
    private static final int TRIES = 200;

    private final long[] produced = new long[4];
    private final long[] lost = new long[4];
    private final long[] delivered = new long[4];

    private void add(MemorySegment batch) {
        for (long at = 0; at < batch.byteSize(); at += Flyweight.length(batch, at)) {
            if (Flyweight.type(batch, at) == RecordType.PRODUCED) {
                ProducedRecord record = new ProducedRecord();
                record.wrap(batch, at);
                assertThat(record.sensor()).isEqualTo(Sensor.LIFECYCLE.id());
                produced[record.kind()] += record.count();
            } else {
                LossRecord record = new LossRecord();
                record.wrap(batch, at);
                assertThat(Flyweight.type(batch, at)).isEqualTo(RecordType.LOSS);
                assertThat(record.reason()).isEqualTo(LossReason.RING_FULL.id());
                lost[record.kind()] += record.count();
            }
        }
    }

    private void drain(KernelSensors sensors) {
        sensors.drain((segment, offset, length) -> delivered[Flyweight.type(segment, offset)]++, Integer.MAX_VALUE);
    }

    /** The machine is never quite at rest, so a moment without a record between two readings is looked for. */
    private void readAtRest(KernelSensors sensors, LossCounters counters) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            drain(sensors);
            long before = sensors.producerPosition();
            add(counters.read());
            if (sensors.producerPosition() == before && sensors.consumerPosition() == before) return;
        }
        throw new AssertionError("the machine was never at rest");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 256})
    void producedIsDeliveredPlusLost(int pages) throws Exception {
        try (KernelSensors sensors = KernelSensors.open(pages * Host.PAGE_SIZE);
                LossCounters counters = LossCounters.of(sensors)) {
            for (int round = 0; round < 3; round++) {
                assertThat(Workload.finish(Workload.start("storm", "300"))).isZero(); // nobody drains meanwhile
                readAtRest(sensors, counters);
                for (int kind = RecordType.FORK; kind <= RecordType.EXIT; kind++) {
                    assertThat(produced[kind]).isEqualTo(delivered[kind] + lost[kind]);
                }
            }
            assertThat(produced[RecordType.FORK]).isGreaterThanOrEqualTo(900);
            assertThat(produced[RecordType.EXEC]).isGreaterThanOrEqualTo(90);
            if (pages == 1) assertThat(lost[RecordType.EXIT]).isPositive();
            else assertThat(lost).containsOnly(0);
        }
    }

    @Test
    void aRingThatFillsWakesTheReader() throws Exception {
        try (KernelSensors sensors = KernelSensors.open(8 * Host.PAGE_SIZE)) {
            sensors.await(1);
            long from = System.nanoTime();
            Process storm = Workload.start("storm", "400");
            sensors.await(30_000);
            assertThat(System.nanoTime() - from).isLessThan(29_000_000_000L);
            assertThat(sensors.producerPosition() - sensors.consumerPosition())
                    .isGreaterThanOrEqualTo(sensors.ringBytes() / 4);
            assertThat(Workload.finish(storm)).isZero();
        }
    }

    @Test
    void incompleteExecsAreCounted() throws Exception {
        try (KernelSensors sensors = KernelSensors.open(KernelSensors.DEFAULT_RING_BYTES);
                LossCounters counters = LossCounters.of(sensors)) {
            counters.read();
            long before = counters.incomplete().argsCut();
            assertThat(Workload.finish(Workload.start("ignore", "x".repeat(300))))
                    .isZero();
            counters.read();
            assertThat(counters.incomplete().argsCut()).isGreaterThan(before);
        }
    }
}
