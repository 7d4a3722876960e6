package dev.linnix.bench;

import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.kernel.RingReader;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Drains another process's ring in place and decodes as much of every record as the C consumer does. For each line of
 * input it drains once and answers "records nanoseconds checksum", nanoseconds of CPU time. Arguments: id of the map, bytes of the ring.
 */
public final class DrainWorker {
    private final ForkRecord fork = new ForkRecord();
    private final ExitRecord exit = new ExitRecord();
    private long checksum;

    private DrainWorker() {}

    /** Runs. */
    public static void main(String[] args) throws Exception {
        RingReader reader = new SharedRing(Integer.parseInt(args[0]), Long.parseLong(args[1]))
                .map()
                .reader();
        DrainWorker worker = new DrainWorker();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            long begin = CpuClock.ofThisThread();
            long records = reader.drain(worker::decode, Integer.MAX_VALUE);
            System.out.println(records + " " + (CpuClock.ofThisThread() - begin) + " " + worker.checksum);
        }
    }

    private void decode(MemorySegment segment, long offset, int length) {
        switch (Flyweight.type(segment, offset)) {
            case RecordType.FORK -> {
                fork.wrap(segment, offset);
                checksum += fork.timeNs()
                        + fork.startNs()
                        + fork.parentStartNs()
                        + fork.cgroupId()
                        + fork.pid()
                        + fork.parentPid()
                        + fork.uid()
                        + fork.flags();
            }
            case RecordType.EXIT -> {
                exit.wrap(segment, offset);
                checksum += exit.timeNs()
                        + exit.startNs()
                        + exit.pid()
                        + exit.cpuNs()
                        + exit.peakBytes()
                        + exit.status()
                        + exit.flags();
            }
            default -> throw new IllegalStateException("unexpected record of " + length + " bytes");
        }
    }
}
