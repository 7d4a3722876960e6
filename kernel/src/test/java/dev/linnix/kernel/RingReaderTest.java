package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cases of the ring reader that a random walk does not reach. */
final class RingReaderTest {
    @Test
    @Timeout(60)
    void aProducerAtWorkNeverOverwritesWhatIsBeingRead() throws Exception {
        int records = 50_000;
        RingModel ring = new RingModel(4096, 0);
        Thread producer = Thread.ofPlatform().name("producer").start(() -> {
            for (int i = 0; i < records; i++) {
                int length = 1 + i % 90;
                long at = ring.reserve(length);
                while (at < 0) {
                    Thread.onSpinWait();
                    at = ring.reserve(length);
                }
                ring.commit(at, length, i % 127, false);
            }
        });
        RingReader reader = ring.reader();
        AtomicLong seen = new AtomicLong();
        while (seen.get() < records) {
            reader.drain(
                    (segment, offset, length) -> {
                        long i = seen.getAndIncrement();
                        if (length != 1 + i % 90) throw new AssertionError("record " + i + " has " + length + " bytes");
                        for (int at = 0; at < length; at++) {
                            byte value = segment.get(JAVA_BYTE, offset + at);
                            if (value != i % 127) throw new AssertionError("record " + i + " holds " + value);
                        }
                    },
                    1000);
        }
        producer.join();
        assertThat(reader.consumerPosition()).isEqualTo(reader.producerPosition());
    }

    @Test
    void roomIsGivenBackDuringALongDrainButNotThatOfTheRecordBeingRead() {
        RingModel ring = new RingModel(1 << 16, 0);
        for (int i = 0; i < 1000; i++) ring.commit(ring.reserve(8), 8, 1, false);
        AtomicLong published = new AtomicLong();
        ring.reader()
                .drain(
                        (segment, offset, length) -> {
                            long position = ring.consumer.get(JAVA_LONG, 0);
                            assertThat(position).isLessThanOrEqualTo(offset - RingReader.HEADER);
                            published.set(Math.max(published.get(), position));
                        },
                        Integer.MAX_VALUE);
        assertThat(published.get()).isGreaterThan(256 * 16L);
        assertThat(ring.consumer.get(JAVA_LONG, 0)).isEqualTo(16_000);
    }

    @Test
    void aHandlerThatThrowsHasTakenItsRecord() {
        RingModel ring = new RingModel(4096, 0);
        for (int i = 1; i <= 3; i++) ring.commit(ring.reserve(8), 8, i, false);
        RingReader reader = ring.reader();
        assertThatThrownBy(() -> reader.drain(
                        (segment, offset, length) -> {
                            throw new IllegalStateException("no");
                        },
                        10))
                .hasMessage("no");
        assertThat(ring.consumer.get(JAVA_LONG, 0)).isEqualTo(16);
        AtomicLong first = new AtomicLong();
        assertThat(reader.drain((segment, offset, length) -> first.set(segment.get(JAVA_BYTE, offset)), 1))
                .isEqualTo(1);
        assertThat(first.get()).isEqualTo(2);
    }

    @Test
    void aSizeThatIsNoPowerOfTwoIsRefused() {
        RingModel ring = new RingModel(4096, 0);
        assertThatThrownBy(() -> new RingReader(ring.consumer, ring.producer, ring.data, 3000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3000");
    }
}
