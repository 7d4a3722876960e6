package dev.linnix.agent;

import dev.linnix.agent.sensor.RingSource;
import dev.linnix.kernel.RecordHandler;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** A ring a test fills. A record may be reserved first and finished after some drains. Thread-safe. */
@NullMarked
public final class FakeRing implements RingSource {
    private static final class Slot {
        private final MemorySegment record;
        /** Drains that will still find it so. */
        private int unfinished;

        Slot(MemorySegment record, int unfinished) {
            this.record = record;
            this.unfinished = unfinished;
        }
    }

    private final Deque<Slot> slots = new ArrayDeque<>();
    private final Semaphore wakeUps = new Semaphore(0);
    private final List<Integer> waits = new CopyOnWriteArrayList<>();
    private long produced;
    private long consumed;
    private boolean broken;
    private boolean closed;

    /** Adds a record. */
    public synchronized void add(MemorySegment record) {
        slots.add(new Slot(record, 0));
        produced += record.byteSize();
    }

    /** Adds a record that cannot be read before as many drains have found it unfinished. */
    public synchronized void reserve(MemorySegment record, int emptyDrains) {
        slots.add(new Slot(record, emptyDrains));
        produced += record.byteSize();
    }

    /** Makes every further {@link #drain} throw. */
    public synchronized void breakDown() {
        broken = true;
    }

    /** {@return how long each wait for it was to last at most, ms} */
    public List<Integer> waits() {
        return waits;
    }

    /** {@return whether it was closed} */
    public synchronized boolean closed() {
        return closed;
    }

    @Override
    public synchronized int drain(RecordHandler handler, int limit) {
        if (broken) throw new IllegalStateException("the ring is broken");
        int count = 0;
        while (count < limit) {
            Slot slot = slots.peek();
            if (slot == null) break;
            if (slot.unfinished > 0) {
                if (count == 0) slot.unfinished--;
                break;
            }
            slots.remove();
            handler.onRecord(slot.record, 0, (int) slot.record.byteSize());
            consumed += slot.record.byteSize();
            count++;
        }
        return count;
    }

    @Override
    public synchronized long producerPosition() {
        return produced;
    }

    @Override
    public synchronized long consumerPosition() {
        return consumed;
    }

    @Override
    public void await(int timeoutMillis) {
        waits.add(timeoutMillis);
        try {
            if (wakeUps.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS)) wakeUps.drainPermits();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void wake() {
        wakeUps.release();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
