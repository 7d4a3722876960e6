package dev.linnix.agent.loop;

import dev.linnix.agent.host.Threads;
import dev.linnix.agent.sensor.BatchSource;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.kernel.CpuTime;
import dev.linnix.kernel.KernelException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Reads the sources that are asked rather than tell: tasks at the pace of {@link SnapshotPace}, counters and pressure
 * once a second. A named platform thread, since reading an iterator blocks in the kernel.
 */
public final class SnapshotThread implements AutoCloseable {
    /** How much less often {@code /proc} is read than the iterator: it costs a hundred times as much. */
    static final int PROC_SLOWDOWN = 5;

    private static final long SECOND_NS = 1_000_000_000L;

    private final EngineLoop engine;
    private final LongSupplier bootNs;
    private final Supervised<BatchSource> tasks;
    private final Supervised<BatchSource> proc;
    private final Supervised<BatchSource> counters;
    private final Supervised<BatchSource> pressure;
    private final SnapshotPace tasksPace = new SnapshotPace(1);
    private final SnapshotPace procPace = new SnapshotPace(PROC_SLOWDOWN);
    private final Thread thread;
    private volatile SnapshotPace pace = tasksPace;
    private volatile long appliedNs;
    private final CountDownLatch first = new CountDownLatch(1);
    private final Map<Sensor, Map<String, Long>> incomplete = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** Creates the thread. */
    public SnapshotThread(EngineLoop engine, Sources sources, LongSupplier bootNs) {
        this.engine = engine;
        this.bootNs = bootNs;
        this.tasks = new Supervised<>("tasks", Sensor.TASKS, true, sources::openTasks, this::changed);
        this.proc = new Supervised<>("proc", Sensor.PROC, false, sources::openProc, this::changed);
        this.pressure = new Supervised<>("pressure", Sensor.PRESSURE, false, sources::openPressure, this::changed);
        // The counters belong to the life-cycle sensor, whose state the engine's thread reports.
        this.counters =
                new Supervised<>("counters", Sensor.LIFECYCLE, true, sources::openLossCounters, (sensor, status) -> {});
        this.thread = Thread.ofPlatform().name("linnix-snapshots").unstarted(this::run);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Waits until every source has been tried once. */
    public void awaitFirst() throws InterruptedException {
        first.await();
    }

    /** Makes the thread look at {@link EngineLoop#pending} now. Thread-safe. */
    public void hurry() {
        LockSupport.unpark(thread);
    }

    /** {@return how the sources are} */
    public List<Supervised.Health> health() {
        boolean ring = engine.health().status() == SensorStatus.ON;
        // Without the ring there is nothing to count: that it is missing says it all.
        return List.of(tasks.health(), proc.health(), counters.health().required(ring), pressure.health());
    }

    /**
     * What a source costs.
     *
     * @param sensor its name
     * @param cpuNs CPU time since the start, reading and applying, ns
     */
    public record Cost(String sensor, long cpuNs) {}

    /** {@return what each source costs; thread-safe} */
    public List<Cost> costs() {
        return List.of(tasks, proc, counters, pressure).stream()
                .map(source -> new Cost(source.health().name(), source.cpuNs()))
                .toList();
    }

    /** {@return the part of {@link #costs} that the engine's thread spent on applying, ns; thread-safe} */
    public long appliedNs() {
        return appliedNs;
    }

    /** {@return time between snapshots in force, ns} */
    public long periodNs() {
        return pace.periodNs(engine.pending());
    }

    /** {@return CPU time of one snapshot, reading and applying, ns; 0 while it is not known} */
    public long costNs() {
        return pace.costNs();
    }

    /** {@return how often a source could tell something in part only since it was opened, by reason; thread-safe} */
    public Map<String, Long> incompleteByReason() {
        Map<String, Long> all = new TreeMap<>();
        incomplete.values().forEach(all::putAll);
        return all;
    }

    private void run() {
        long lastSnapshot = bootNs.getAsLong() - SnapshotPace.LONGEST_NS;
        long nextSecond = bootNs.getAsLong();
        try {
            while (!stopping) {
                long now = bootNs.getAsLong();
                if (now - lastSnapshot >= periodNs()) {
                    snapshot(now);
                    lastSnapshot = now;
                }
                if (now >= nextSecond) {
                    if (engine.health().status() == SensorStatus.ON) measured(counters, now, false);
                    measured(pressure, now, false);
                    nextSecond = now + SECOND_NS;
                    first.countDown();
                }
                long next = Math.min(lastSnapshot + periodNs(), nextSecond);
                LockSupport.parkNanos(this, Math.max(0, next - bootNs.getAsLong()));
            }
        } catch (InterruptedException e) {
            // The engine has stopped, or we are to stop.
            stopping = true;
        } finally {
            first.countDown();
            List.of(tasks, proc, counters, pressure).forEach(Supervised::close);
        }
    }

    /** The iterator if it is to be had, else /proc. */
    private void snapshot(long now) throws InterruptedException {
        boolean fromKernel = tasks.get(now) != null;
        pace = fromKernel ? tasksPace : procPace;
        long cost = measured(fromKernel ? tasks : proc, now, true);
        if (cost >= 0) pace.took(cost);
    }

    /** {@return CPU time it cost, the engine's included, ns; -1 when there was nothing to read} */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private long measured(Supervised<BatchSource> source, long now, boolean snapshot) throws InterruptedException {
        long before = CpuTime.threadNs();
        long engineCpu = read(source, now, snapshot);
        if (engineCpu < 0) return -1;
        long cost = CpuTime.threadNs() - before + engineCpu;
        source.spent(cost);
        appliedNs += engineCpu;
        return cost;
    }

    /** {@return CPU time the engine needed, ns; -1 when there was nothing to read} */
    private long read(Supervised<BatchSource> source, long now, boolean snapshot) throws InterruptedException {
        BatchSource open = source.get(now);
        if (open == null) return -1;
        try {
            MemorySegment records = open.read();
            long cpu = records.byteSize() == 0 ? 0 : engine.inbox().lend(records, snapshot);
            source.succeeded(now);
            incomplete.put(open.sensor(), open.incompleteByReason());
            return cpu;
        } catch (KernelException | RuntimeException e) {
            source.failed(bootNs.getAsLong(), e);
            return -1;
        }
    }

    private void changed(Sensor sensor, SensorStatus status) {
        try {
            engine.inbox().lend(Records.sensorState(bootNs.getAsLong(), sensor, status), false);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    /** Ends the thread and closes the sources. To be called before the engine's loop is closed. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        if (!Threads.ended(thread, 1000)) {
            System.getLogger(SnapshotThread.class.getName())
                    .log(System.Logger.Level.WARNING, "the snapshot thread did not end within a second");
        }
    }
}
