package dev.linnix.cli.export;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.record.ThreadRecord;
import dev.linnix.engine.record.TickRecord;
import dev.linnix.recording.SegmentHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Gives an exporter the inputs of an engine, one after the other. */
final class Inputs {
    static final long MS = 1_000_000L;
    static final long SECOND = 1000 * MS;
    /** When the recording begins. */
    static final long BEGIN = 100 * SECOND;

    static final long WALL_OFFSET = 1_769_846_400L * SECOND;

    private final MemorySegment space = Arena.ofAuto().allocate(1 << 12, 8);
    private final Exporter to;

    Inputs(Exporter to) {
        this.to = to;
    }

    static SegmentHeader header(String bootId, long segment, long startNs) {
        return new SegmentHeader(
                "1.0",
                "linnix 9.9",
                segment,
                1,
                bootId,
                "box",
                "6.18",
                2,
                1L << 32,
                4096,
                4194304,
                99,
                0,
                WALL_OFFSET,
                startNs);
    }

    <R extends Flyweight> void add(R record, long timeNs, Consumer<R> fields) throws IOException {
        record.begin(space, 0, timeNs);
        fields.accept(record);
        to.record(space, 0);
    }

    /** A birth; the parent was born at its pid in seconds. */
    void fork(int parent, int pid, long timeNs, String comm) throws IOException {
        fork(parent, parent * SECOND, pid, timeNs, comm);
    }

    void fork(int parent, long parentStartNs, int pid, long timeNs, String comm) throws IOException {
        add(
                new ForkRecord(),
                timeNs,
                r -> r.pid(pid)
                        .startNs(timeNs)
                        .parentPid(parent)
                        .parentStartNs(parentStartNs)
                        .comm(bytes(comm)));
    }

    void exec(int pid, long startNs, long timeNs, String comm, String path, String args) throws IOException {
        add(new ExecRecord(), timeNs, r -> {
            r.pid(pid).startNs(startNs).comm(bytes(comm));
            r.image().path(bytes(path)).args(bytes(args)).set(1, 0);
        });
    }

    void exit(int pid, long startNs, long timeNs, int status) throws IOException {
        add(
                new ExitRecord(),
                timeNs,
                r -> r.pid(pid)
                        .startNs(startNs)
                        .status(status)
                        .cpuNs(3 * MS)
                        .peakBytes(4096)
                        .comm(bytes("gone")));
    }

    void snapshotBegin(long sequence, long timeNs) throws IOException {
        add(new SnapshotBeginRecord(), timeNs, r -> r.sequence(sequence).sensor(2));
    }

    void row(int pid, long startNs, long timeNs, long cpuNs, long bytes, String comm) throws IOException {
        add(
                new TaskRecord(),
                timeNs,
                r -> r.pid(pid)
                        .startNs(startNs)
                        .cpuNs(cpuNs)
                        .anonBytes(bytes)
                        .threads(1)
                        .comm(bytes(comm)));
    }

    void thread(int pid, long timeNs, long cpuNs) throws IOException {
        add(new ThreadRecord(), timeNs, r -> r.pid(pid).tid(pid + 1).cpuNs(cpuNs));
    }

    void snapshotEnd(long sequence, long timeNs) throws IOException {
        add(new SnapshotEndRecord(), timeNs, r -> r.sequence(sequence).complete(1));
    }

    void tick(long timeNs) throws IOException {
        add(new TickRecord(), timeNs, r -> {});
    }

    void pressure(long timeNs, long cpuSomeUs, long load) throws IOException {
        add(
                new PressureRecord(),
                timeNs,
                r -> r.cpuSomeUs(cpuSomeUs)
                        .memorySomeUs(PressureRecord.UNKNOWN)
                        .memoryFullUs(PressureRecord.UNKNOWN)
                        .ioSomeUs(PressureRecord.UNKNOWN)
                        .ioFullUs(PressureRecord.UNKNOWN)
                        .memoryAvailableBytes(1 << 20)
                        .load1mX100(load));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
