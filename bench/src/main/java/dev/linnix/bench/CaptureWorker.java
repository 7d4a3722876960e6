package dev.linnix.bench;

import dev.linnix.agent.sensor.KernelSensors;
import dev.linnix.agent.sensor.LossCounters;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.ProducedRecord;
import dev.linnix.engine.record.RecordType;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Reads the life-cycle sensor as the agent does and checks the order of every record. Says "ready" when the sensor is
 * attached. For a line with the pid of a load it answers "forks execs exits violations records lost unexplained": the
 * first three of the load's grandchildren, the others of the whole host.
 */
public final class CaptureWorker {
    private static final int BATCH = 8_192;
    private static final int POLL_MS = 25;
    private static final int TRIES = 200;

    private final KernelSensors sensors;
    private final LossCounters counters;
    private final CausalOrder order = new CausalOrder();
    private final ProducedRecord produced = new ProducedRecord();
    private final LossRecord loss = new LossRecord();
    private long producedSum;
    private long lostSum;

    private CaptureWorker(KernelSensors sensors) throws Exception {
        this.sensors = sensors;
        this.counters = LossCounters.of(sensors);
    }

    /** Runs. */
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (KernelSensors sensors = KernelSensors.open(KernelSensors.DEFAULT_RING_BYTES)) {
            CaptureWorker worker = new CaptureWorker(sensors);
            System.out.println("ready");
            while (!in.ready()) {
                if (worker.drain() == 0) sensors.await(POLL_MS);
            }
            System.out.println(worker.report(Integer.parseInt(in.readLine())));
        }
    }

    private int drain() {
        return sensors.drain(order::accept, BATCH);
    }

    /** The host goes on producing, so counters and ring are read until both belong to the same moment. */
    private String report(int load) throws Exception {
        long unexplained = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && unexplained != 0; i++) {
            while (drain() > 0) {}
            count(counters.read());
            while (drain() > 0) {}
            long now = producedSum - lostSum - order.records();
            if (Math.abs(now) < Math.abs(unexplained)) unexplained = now;
        }
        CausalOrder.Captured captured = order.grandchildrenOf(load);
        return captured.forks() + " " + captured.execs() + " " + captured.exits() + " " + order.violations() + " "
                + order.records() + " " + lostSum + " " + unexplained;
    }

    private void count(MemorySegment batch) {
        for (long offset = 0; offset < batch.byteSize(); offset += Flyweight.length(batch, offset)) {
            if (Flyweight.type(batch, offset) == RecordType.PRODUCED) {
                produced.wrap(batch, offset);
                producedSum += produced.count();
            } else {
                loss.wrap(batch, offset);
                lostSum += loss.count();
            }
        }
    }
}
