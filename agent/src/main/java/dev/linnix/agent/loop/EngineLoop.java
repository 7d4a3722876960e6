package dev.linnix.agent.loop;

import dev.linnix.agent.host.Threads;
import dev.linnix.agent.loop.EngineInbox.Batch;
import dev.linnix.agent.loop.EngineInbox.Input;
import dev.linnix.agent.loop.EngineInbox.Reload;
import dev.linnix.agent.sensor.RingSource;
import dev.linnix.engine.QueryMailbox;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.engine.record.TickRecord;
import dev.linnix.kernel.CpuTime;
import dev.linnix.kernel.RecordHandler;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The engine's thread. Each turn: drain the ring up to a bound, take what other threads lent, tell the time, answer
 * queries; then wait. A snapshot is applied after everything the ring held when its rows had been read, so that no row
 * meets an event that is older than it. Nothing is allocated per event.
 */
public final class EngineLoop implements AutoCloseable {
    /** Most records taken from the ring before other inputs and queries have their turn. */
    static final int BATCH = 8192;

    /** The first wait, and the next one after a turn that found records in the ring. */
    static final int BUSY_WAIT_MILLIS = 25;
    /**
     * The longest wait; each is twice as long as the one before while turns find the ring empty. Each turn costs 0.1 to
     * 0.3 ms of CPU, caches being cold by then.
     */
    static final int IDLE_WAIT_MILLIS = 250;

    /** How often to look again for a record that a producer has reserved and not yet finished. */
    private static final int UNFINISHED_TRIES = 100;

    private static final int FAILED = -1;

    private static final System.Logger LOG = System.getLogger(EngineLoop.class.getName());

    private final StateMachine engine;
    private final Supervised<RingSource> sensor;
    private final LongSupplier bootNs;
    private final Runnable onPending;
    private final EngineInbox inbox = new EngineInbox(this::wake);
    private final QueryMailbox mailbox = new QueryMailbox(this::wake);
    private final RecordHandler handler = this::accept;
    private final TickRecord tick = new TickRecord();
    private final MemorySegment tickBytes = Records.allocate(tick.layout().size());
    private final RingSource idle = new IdleRing();
    private final Object ringLock = new Object();
    private final CountDownLatch started = new CountDownLatch(1);
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong skippedSnapshots = new AtomicLong();
    private final Thread thread;

    private RingSource ring = idle;
    private volatile boolean pending;
    private volatile boolean stopping;
    private volatile long fillBytes;
    private volatile long highestFillBytes;

    /**
     * Creates the loop.
     *
     * @param ringOpener loads the kernel sensors and opens their ring; called on the engine's thread
     * @param bootNs CLOCK_BOOTTIME, ns
     * @param onPending called on the engine's thread when a condition becomes pending
     */
    public EngineLoop(
            StateMachine engine, Supervised.Opener<RingSource> ringOpener, LongSupplier bootNs, Runnable onPending) {
        this.engine = engine;
        this.sensor = new Supervised<>("lifecycle", Sensor.LIFECYCLE, true, ringOpener, this::sensorChanged);
        this.bootNs = bootNs;
        this.onPending = onPending;
        this.thread = Thread.ofPlatform().name("linnix-engine").unstarted(this::run);
    }

    /** Starts the thread and waits until the kernel sensors have been tried once. */
    public void start() throws InterruptedException {
        thread.start();
        started.await();
    }

    /** {@return where other threads put inputs} */
    public EngineInbox inbox() {
        return inbox;
    }

    /** {@return where other threads put queries} */
    public QueryMailbox mailbox() {
        return mailbox;
    }

    /** {@return whether a condition is pending} */
    public boolean pending() {
        return pending;
    }

    /** {@return how the kernel sensors are} */
    public Supervised.Health health() {
        return sensor.health();
    }

    /** {@return bytes that waited in the ring at the last turn} */
    public long fillBytes() {
        return fillBytes;
    }

    /** {@return most bytes that waited in the ring at any turn} */
    public long highestFillBytes() {
        return highestFillBytes;
    }

    /** {@return records and inputs on which the engine threw: a defect of ours} */
    public long errors() {
        return errors.get();
    }

    /** {@return snapshots not applied because the ring could not be drained first} */
    public long skippedSnapshots() {
        return skippedSnapshots.get();
    }

    private void run() {
        int waitMillis = BUSY_WAIT_MILLIS;
        try {
            while (!stopping) {
                boolean wait = turn();
                started.countDown();
                if (fillBytes > 0) waitMillis = BUSY_WAIT_MILLIS;
                if (!wait || stopping) continue;
                ring.await(waitMillis);
                waitMillis = Math.min(2 * waitMillis, IDLE_WAIT_MILLIS);
            }
            drain();
            turn();
            engine.stopped();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "the engine's thread ended", e);
            errors.incrementAndGet();
            throw e;
        } finally {
            swap(idle);
            sensor.close();
            inbox.close();
            started.countDown();
        }
    }

    /** {@return whether there is nothing left to do now} */
    private boolean turn() {
        // Read before draining: what the ring holds then is not older than the tick that follows.
        long now = bootNs.getAsLong();
        RingSource source = sensor.get(now);
        swap(source == null ? idle : source);
        long fill = ring.producerPosition() - ring.consumerPosition();
        fillBytes = fill;
        highestFillBytes = Math.max(highestFillBytes, fill);
        int drained = drain();
        boolean empty = drained < BATCH;
        if (source != null && drained >= 0) sensor.succeeded(now);
        boolean quiet = takeInputs();
        if (empty) {
            tick.begin(tickBytes, 0, now);
            accept(tickBytes, 0, tick.layout().size());
        }
        mailbox.answer(engine.view());
        boolean nowPending = engine.pending();
        if (nowPending && !pending) onPending.run();
        pending = nowPending;
        return empty && quiet;
    }

    /** {@return records taken, or {@link #FAILED}} */
    private int drain() {
        try {
            return ring.drain(handler, BATCH);
        } catch (RuntimeException e) {
            swap(idle);
            sensor.failed(bootNs.getAsLong(), e);
            return FAILED;
        }
    }

    private boolean takeInputs() {
        for (int i = 0; i < EngineInbox.CAPACITY; i++) {
            Input input = inbox.poll();
            if (input == null) return true;
            long before = CpuTime.threadNs();
            try {
                take(input);
                input.done().complete(CpuTime.threadNs() - before);
            } catch (RuntimeException e) {
                error(e);
                input.done().completeExceptionally(e);
            }
        }
        return false;
    }

    private void take(Input input) {
        switch (input) {
            case Batch batch
            when batch.snapshot() && !drainTo(ring.producerPosition()) -> {
                skippedSnapshots.incrementAndGet();
            }
            case Batch batch -> Records.forEach(batch.records(), handler);
            case Reload reload -> engine.reload(reload.rules());
        }
    }

    /** {@return whether everything before {@code position} has been handed over} */
    private boolean drainTo(long position) {
        int unfinished = 0;
        while (ring.consumerPosition() < position) {
            if (drain() > 0) continue;
            if (++unfinished > UNFINISHED_TRIES) return false;
            ring.await(1);
        }
        return true;
    }

    /** An exception must not unwind through the ring's reader, which would hand over the same record for ever. */
    private void accept(MemorySegment segment, long offset, int length) {
        try {
            engine.accept(segment, offset, length);
        } catch (RuntimeException e) {
            error(e);
        }
    }

    private void error(RuntimeException e) {
        long count = errors.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.log(System.Logger.Level.ERROR, "the engine failed on an input (" + count + " so far)", e);
        }
    }

    private void sensorChanged(Sensor changed, SensorStatus status) {
        MemorySegment record = Records.sensorState(bootNs.getAsLong(), changed, status);
        accept(record, 0, (int) record.byteSize());
    }

    @SuppressWarnings("ReferenceEquality") // two rings are never equal
    private void swap(RingSource other) {
        if (ring == other) return;
        synchronized (ringLock) {
            ring = other;
        }
    }

    /** The lock keeps a ring open while another thread wakes it. */
    private void wake() {
        synchronized (ringLock) {
            ring.wake();
        }
    }

    /** Takes what the ring still holds, answers what was asked, and ends the thread. */
    @Override
    public void close() {
        stopping = true;
        wake();
        if (!Threads.ended(thread, 1000)) {
            LOG.log(System.Logger.Level.WARNING, "the engine's thread did not end within a second");
        }
    }
}
