package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.linnix.agent.TestRecords;
import dev.linnix.agent.api.EventRing.Event;
import dev.linnix.engine.record.ForkRecord;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Does the way from the engine to the streams cost nothing while nobody listens, and never more than a copy? */
class EventRingTest {
    private final EventRing ring = new EventRing();
    private final ForkRecord fork = new ForkRecord();

    private void fork(int times) {
        for (int i = 0; i < times; i++) ring.fork(fork);
    }

    private List<Event> drain() {
        List<Event> events = new ArrayList<>();
        ring.drain(events::add);
        return events;
    }

    @Test
    void countsWhatNobodyHears() {
        fork.wrap(TestRecords.fork(5, 42), 0);
        fork(3);
        assertThat(ring.count()).isEqualTo(3);
        assertThat(drain()).isEmpty();
        ring.open();
        fork(1);
        assertThat(drain()).singleElement().satisfies(event -> {
            assertThat(event.number()).isEqualTo(4);
            assertThat(event.pid()).isEqualTo(42);
            assertThat(event.parentPid()).isEqualTo(1);
            assertThat(event.timeNs()).isEqualTo(5);
        });
        ring.close();
        fork(1);
        assertThat(drain()).isEmpty();
    }

    @Test
    void dropsAndCountsWhenNobodyTakes() {
        fork.wrap(TestRecords.fork(5, 42), 0);
        ring.open();
        fork(EventRing.CAPACITY + 10);
        assertThat(ring.dropped()).isEqualTo(10);
        assertThat(drain()).hasSize(EventRing.CAPACITY);
        fork(1);
        assertThat(drain()).singleElement().extracting(Event::number).isEqualTo((long) EventRing.CAPACITY + 11);
    }

    @Test
    void allocatesNothingOnTheEnginesThread() {
        fork.wrap(TestRecords.fork(5, 42), 0);
        ring.open();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        fork(1000);
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        fork(10_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(10_000);
    }
}
