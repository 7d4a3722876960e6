package dev.linnix.agent.sensor;

import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.ProducedRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.Sensor;
import dev.linnix.kernel.BootClock;
import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.PerCpuArray;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * Tells what the life-cycle sensor produced and lost since the last reading: records of type produced and loss, none
 * when nothing changed. {@code produced} counts lost ones as well, so that produced = delivered + lost once the ring is
 * drained. Runs skipped by the kernel (recursion) are added to both; they may have been of threads, so they are an upper
 * bound.
 */
public final class LossCounters implements BatchSource {
    private static final int KINDS = 3; // fork, exec, exit are 1, 2, 3
    private static final long PRODUCED = 0; // offsets in struct linnix_counters
    private static final long RING_FULL = 32;
    private static final long ARGS_UNREADABLE = 64;
    private static final long PATH_UNREADABLE = 72;
    private static final long PATH_CUT = 80;
    private static final long ARGS_CUT = 88;

    private final KernelSensors sensors;
    private final PerCpuArray counters;
    private final MemorySegment batch;
    private final ProducedRecord produced = new ProducedRecord();
    private final LossRecord loss = new LossRecord();
    private final long[] seenProduced = new long[KINDS + 1];
    private final long[] seenFull = new long[KINDS + 1];
    private final long[] seenRecursion = new long[KINDS + 1];
    private long length;

    private LossCounters(KernelSensors sensors, PerCpuArray counters) {
        this.sensors = sensors;
        this.counters = counters;
        int most = KINDS * (ProducedRecord.LAYOUT.size() + 2 * LossRecord.LAYOUT.size());
        this.batch = Arena.ofAuto().allocate(most, 8);
    }

    /** Reads the counters of these sensors, which must stay open as long as this is read. */
    public static LossCounters of(KernelSensors sensors) throws KernelException {
        return new LossCounters(sensors, sensors.counters());
    }

    @Override
    public Sensor sensor() {
        return Sensor.LIFECYCLE;
    }

    @Override
    public MemorySegment read() throws KernelException {
        counters.read();
        long[] recursion = sensors.recursionMisses();
        long now = BootClock.nowNs();
        length = 0;
        for (int kind = RecordType.FORK; kind <= RecordType.EXIT; kind++) {
            long nowProduced = counters.sum(PRODUCED + 8L * kind) + recursion[kind - 1];
            long nowFull = counters.sum(RING_FULL + 8L * kind);
            addProduced(now, kind, nowProduced - seenProduced[kind]);
            addLoss(now, kind, LossReason.RING_FULL, nowFull - seenFull[kind]);
            addLoss(now, kind, LossReason.RECURSION, recursion[kind - 1] - seenRecursion[kind]);
            seenProduced[kind] = nowProduced;
            seenFull[kind] = nowFull;
            seenRecursion[kind] = recursion[kind - 1];
        }
        return batch.asSlice(0, length);
    }

    private void addProduced(long now, int kind, long count) {
        if (count == 0) return;
        produced.begin(batch, length, now);
        produced.sensor(Sensor.LIFECYCLE.id()).kind(kind).count(count);
        length += ProducedRecord.LAYOUT.size();
    }

    private void addLoss(long now, int kind, LossReason reason, long count) {
        if (count == 0) return;
        loss.begin(batch, length, now);
        loss.sensor(Sensor.LIFECYCLE.id()).kind(kind).reason(reason.id()).count(count);
        length += LossRecord.LAYOUT.size();
    }

    /**
     * How many exec records are incomplete, since the sensor was opened.
     *
     * @param argsUnreadable without arguments
     * @param pathUnreadable without path
     * @param pathCut with a part of the path only
     * @param argsCut with the first arguments only
     */
    public record Incomplete(long argsUnreadable, long pathUnreadable, long pathCut, long argsCut) {}

    /** {@return how many exec records were incomplete, as of the last {@link #read}} */
    public Incomplete incomplete() {
        return new Incomplete(
                counters.sum(ARGS_UNREADABLE),
                counters.sum(PATH_UNREADABLE),
                counters.sum(PATH_CUT),
                counters.sum(ARGS_CUT));
    }

    @Override
    public Map<String, Long> incompleteByReason() {
        Incomplete now = incomplete();
        return Map.of(
                "args_unreadable", now.argsUnreadable(),
                "path_unreadable", now.pathUnreadable(),
                "path_cut", now.pathCut(),
                "args_cut", now.argsCut());
    }

    @Override
    public void close() {}
}
