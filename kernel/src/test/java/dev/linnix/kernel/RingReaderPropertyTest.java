package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Does the reader deliver each committed record once, whole and in order, whatever producers and reader do when? */
final class RingReaderPropertyTest {
    private static final long SIZE = 512;

    /**
     * One step of the producers or of the reader.
     *
     * @param choice 0–3 reserve, 4–6 commit, 7 discard, 8–9 drain
     * @param number length to reserve, which open record to commit or discard, or how many to take
     */
    record Step(int choice, int number) {}

    private record Reserved(long at, int length, int value) {}

    private record Wanted(int length, int value) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 120))
                .as(Step::new)
                .list()
                .ofMaxSize(400);
    }

    @Property(tries = 500, seed = "20261127")
    void everyCommittedRecordArrivesOnceWholeAndInOrder(
            @ForAll("steps") List<Step> steps, @ForAll @LongRange(min = 0, max = 1L << 40) long startWords) {
        RingModel ring = new RingModel(SIZE, startWords * 8);
        RingReader reader = ring.reader();
        List<Reserved> open = new ArrayList<>();
        List<Reserved> inOrder = new ArrayList<>();
        List<Reserved> discarded = new ArrayList<>();
        List<Wanted> got = new ArrayList<>();
        int next = 0;
        for (Step step : steps) {
            if (step.choice() <= 3) {
                long at = ring.reserve(step.number());
                if (at < 0) continue;
                Reserved record = new Reserved(at, step.number(), ++next & 0x7f);
                open.add(record);
                inOrder.add(record);
            } else if (step.choice() <= 7 && !open.isEmpty()) {
                commit(ring, open.remove(step.number() % open.size()), step.choice() == 7, discarded);
            } else if (step.choice() >= 8) {
                int limit = step.number() % 5;
                int before = got.size();
                int taken = reader.drain((segment, offset, length) -> got.add(read(segment, offset, length)), limit);
                assertThat(taken).isEqualTo(got.size() - before).isLessThanOrEqualTo(limit);
                assertThat(got).isEqualTo(deliverable(inOrder, open, discarded).subList(0, got.size()));
            }
        }
        reader.drain((segment, offset, length) -> got.add(read(segment, offset, length)), Integer.MAX_VALUE);
        assertThat(got).isEqualTo(deliverable(inOrder, open, discarded));
        while (!open.isEmpty()) commit(ring, open.removeLast(), false, discarded);
        reader.drain((segment, offset, length) -> got.add(read(segment, offset, length)), Integer.MAX_VALUE);
        assertThat(got).isEqualTo(deliverable(inOrder, open, discarded));
        assertThat(reader.consumerPosition()).isEqualTo(reader.producerPosition());
        assertThat(ring.consumer.get(java.lang.foreign.ValueLayout.JAVA_LONG, 0))
                .isEqualTo(reader.consumerPosition());
    }

    private static void commit(RingModel ring, Reserved record, boolean discard, List<Reserved> discarded) {
        ring.commit(record.at(), record.length(), record.value(), discard);
        if (discard) discarded.add(record);
    }

    /** All before the first record that is still open, but for the discarded. */
    private static List<Wanted> deliverable(List<Reserved> inOrder, List<Reserved> open, List<Reserved> discarded) {
        return inOrder.stream()
                .takeWhile(record -> !open.contains(record))
                .filter(record -> !discarded.contains(record))
                .map(record -> new Wanted(record.length(), record.length() == 0 ? 0 : record.value()))
                .toList();
    }

    private static Wanted read(MemorySegment segment, long offset, int length) {
        if (length == 0) return new Wanted(0, 0);
        byte value = segment.get(JAVA_BYTE, offset);
        for (int i = 0; i < length; i++)
            assertThat(segment.get(JAVA_BYTE, offset + i)).isEqualTo(value);
        return new Wanted(length, value);
    }
}
