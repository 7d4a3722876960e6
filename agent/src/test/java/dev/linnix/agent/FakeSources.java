package dev.linnix.agent;

import dev.linnix.agent.loop.Sources;
import dev.linnix.agent.sensor.BatchSource;
import dev.linnix.agent.sensor.RingSource;
import dev.linnix.engine.record.Sensor;
import dev.linnix.kernel.KernelException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/** Sources under a test's control: the ring is given, the tasks are an empty snapshot, the others bring nothing, or cannot be opened. */
@NullMarked
public final class FakeSources implements Sources {
    /** Times a source read by the snapshot thread was opened. */
    public final AtomicInteger opened = new AtomicInteger();

    private final Supplier<RingSource> ring;
    private final boolean allowed;

    private FakeSources(Supplier<RingSource> ring, boolean allowed) {
        this.ring = ring;
        this.allowed = allowed;
    }

    /** {@return sources that all work} */
    public static FakeSources working(RingSource ring) {
        return new FakeSources(() -> ring, true);
    }

    /** {@return sources of a process that may not use BPF} */
    public static FakeSources forbidden() {
        return new FakeSources(FakeRing::new, false);
    }

    @Override
    public RingSource openRing() throws KernelException {
        check("load lifecycle");
        return ring.get();
    }

    @Override
    public BatchSource openLossCounters() throws KernelException {
        check("read counters");
        return silent(Sensor.LIFECYCLE);
    }

    @Override
    public BatchSource openTasks() throws KernelException {
        check("load tasks");
        return source(Sensor.TASKS, TestRecords.emptySnapshot());
    }

    @Override
    public BatchSource openPressure() {
        return silent(Sensor.PRESSURE);
    }

    @Override
    public BatchSource openProc() {
        return silent(Sensor.PROC);
    }

    private void check(String tried) throws KernelException {
        if (!allowed) throw new KernelException(tried, 1, "");
    }

    private BatchSource silent(Sensor sensor) {
        return source(sensor, MemorySegment.ofArray(new long[0]));
    }

    private BatchSource source(Sensor sensor, MemorySegment records) {
        opened.incrementAndGet();
        return new BatchSource() {
            @Override
            public Sensor sensor() {
                return sensor;
            }

            @Override
            public MemorySegment read() {
                return records;
            }

            @Override
            public Map<String, Long> incompleteByReason() {
                return sensor == Sensor.LIFECYCLE ? Map.of("args_cut", 3L) : Map.of();
            }

            @Override
            public void close() {}
        };
    }
}
