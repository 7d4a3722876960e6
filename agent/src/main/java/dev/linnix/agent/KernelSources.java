package dev.linnix.agent;

import dev.linnix.agent.loop.Sources;
import dev.linnix.agent.loop.Supervised;
import dev.linnix.agent.sensor.BatchSource;
import dev.linnix.agent.sensor.KernelSensors;
import dev.linnix.agent.sensor.LossCounters;
import dev.linnix.agent.sensor.PidNamespace;
import dev.linnix.agent.sensor.PressureSource;
import dev.linnix.agent.sensor.ProcSnapshots;
import dev.linnix.agent.sensor.RefusedException;
import dev.linnix.agent.sensor.RingSource;
import dev.linnix.agent.sensor.SensorProbe;
import dev.linnix.agent.sensor.TaskSnapshots;
import dev.linnix.engine.record.Sensor;
import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.RecordHandler;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The real sources. The counters belong to the ring's sensors, but are read on another thread; a lock keeps the ring's
 * maps open while they are read.
 */
final class KernelSources implements Sources {
    private final int ringBytes;
    private final Object lock = new Object();
    private @Nullable KernelSensors sensors;
    private @Nullable FutureTask<KernelSensors> early;

    KernelSources(int ringBytes) {
        this.ringBytes = ringBytes;
    }

    /**
     * Begins to load the life-cycle sensor on a thread of its own: the kernel takes as long to check the programs as we take
     * to wire the agent. The next {@link #openRing} takes over what becomes of it; its ring keeps records until then.
     */
    void openEarly() {
        FutureTask<KernelSensors> task = new FutureTask<>(() -> KernelSensors.open(ringBytes));
        synchronized (lock) {
            early = task;
        }
        Thread.ofPlatform().daemon().name("linnix-load").start(task);
    }

    @Override
    public RingSource openRing() throws KernelException, RefusedException {
        KernelSensors opened = load(this::sensors);
        synchronized (lock) {
            sensors = opened;
        }
        return new Ring(opened);
    }

    private KernelSensors sensors() throws KernelException {
        FutureTask<KernelSensors> begun;
        synchronized (lock) {
            begun = early;
            early = null;
        }
        if (begun == null) return KernelSensors.open(ringBytes);
        try {
            return begun.get();
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case KernelException refused -> throw refused;
                case RuntimeException ours -> throw ours;
                case Error ours -> throw ours;
                default -> throw new AssertionError("not thrown by open", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public BatchSource openLossCounters() throws KernelException {
        synchronized (lock) {
            if (sensors == null) throw new KernelException("read counters of sensors that are off", 0, "");
            return new Counters(sensors, LossCounters.of(sensors));
        }
    }

    @Override
    public BatchSource openTasks() throws KernelException, RefusedException {
        PidNamespace.requireInitial();
        return load(TaskSnapshots::open);
    }

    @Override
    public BatchSource openPressure() throws KernelException {
        return PressureSource.open();
    }

    @Override
    public BatchSource openProc() throws KernelException, RefusedException {
        PidNamespace.requireInitial();
        return ProcSnapshots.open();
    }

    /** Loads a sensor into the kernel, or says in full why that is not allowed. */
    private static <T> T load(Supervised.Opener<T> opener) throws KernelException, RefusedException {
        try {
            return opener.open();
        } catch (KernelException e) {
            if (!SensorProbe.isFinal(e)) throw e;
            throw new RefusedException(SensorProbe.explain(e), e);
        }
    }

    /** The ring, whose closing ends the counters as well. */
    private final class Ring implements RingSource {
        private final KernelSensors open;

        Ring(KernelSensors open) {
            this.open = open;
        }

        @Override
        public int drain(RecordHandler handler, int limit) {
            return open.drain(handler, limit);
        }

        @Override
        public long producerPosition() {
            return open.producerPosition();
        }

        @Override
        public long consumerPosition() {
            return open.consumerPosition();
        }

        @Override
        public void await(int timeoutMillis) {
            open.await(timeoutMillis);
        }

        @Override
        public void wake() {
            open.wake();
        }

        @Override
        public void close() {
            synchronized (lock) {
                sensors = null;
                open.close();
            }
        }
    }

    /** The counters of one opening of the ring. */
    private final class Counters implements BatchSource {
        private final KernelSensors of;
        private final LossCounters counters;

        Counters(KernelSensors of, LossCounters counters) {
            this.of = of;
            this.counters = counters;
        }

        @Override
        public Sensor sensor() {
            return counters.sensor();
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the same opening, not an equal one
        public MemorySegment read() throws KernelException {
            synchronized (lock) {
                if (sensors != of) throw new KernelException("read counters of sensors that are off", 0, "");
                return counters.read();
            }
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the same opening, not an equal one
        public Map<String, Long> incompleteByReason() {
            synchronized (lock) {
                return sensors == of ? counters.incompleteByReason() : Map.of();
            }
        }

        @Override
        public void close() {
            counters.close();
        }
    }
}
