package dev.linnix.agent;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;

/** Records made by hand. */
@NullMarked
public final class TestRecords {
    private TestRecords() {}

    /** {@return a fork of {@code pid} by process 1 at {@code timeNs}} */
    public static MemorySegment fork(long timeNs, int pid, byte[] comm) {
        ForkRecord fork = new ForkRecord();
        MemorySegment bytes = begin(fork, timeNs);
        fork.startNs(timeNs).parentStartNs(1).pid(pid).parentPid(1).comm(comm);
        return bytes;
    }

    /** {@return a fork of {@code pid} by process 1 at {@code timeNs}} */
    public static MemorySegment fork(long timeNs, int pid) {
        return fork(timeNs, pid, "child".getBytes(StandardCharsets.UTF_8));
    }

    /** {@return an exec of {@code pid}, which started at {@code startNs}} */
    public static MemorySegment exec(long timeNs, long startNs, int pid, String comm) {
        ExecRecord exec = new ExecRecord();
        MemorySegment bytes = begin(exec, timeNs);
        exec.startNs(startNs).pid(pid).parentPid(1).uid(1000).comm(comm.getBytes(StandardCharsets.UTF_8));
        return bytes;
    }

    /** {@return the end of {@code pid}, which used half of a core and at most a megabyte} */
    public static MemorySegment exit(long timeNs, long startNs, int pid, int status, String comm) {
        ExitRecord exit = new ExitRecord();
        MemorySegment bytes = begin(exit, timeNs);
        exit.startNs(startNs).pid(pid).parentPid(1).uid(1000).status(status);
        exit.cpuNs((timeNs - startNs) / 2).peakBytes(1 << 20).comm(comm.getBytes(StandardCharsets.UTF_8));
        return bytes;
    }

    /** {@return the begin of a snapshot} */
    public static MemorySegment snapshotBegin(long timeNs) {
        SnapshotBeginRecord begin = new SnapshotBeginRecord();
        MemorySegment bytes = begin(begin, timeNs);
        begin.sequence(1);
        return bytes;
    }

    /** {@return a complete snapshot without rows, taken before anything happened, so that nothing ends by it} */
    public static MemorySegment emptySnapshot() {
        SnapshotBeginRecord begin = new SnapshotBeginRecord();
        SnapshotEndRecord end = new SnapshotEndRecord();
        int first = begin.layout().size();
        MemorySegment bytes =
                MemorySegment.ofArray(new long[(first + end.layout().size()) / Long.BYTES]);
        begin.begin(bytes, 0, 1);
        begin.sequence(1);
        end.begin(bytes, first, 1);
        end.sequence(1).complete(1);
        return bytes;
    }

    private static MemorySegment begin(Flyweight record, long timeNs) {
        MemorySegment bytes = MemorySegment.ofArray(new long[record.layout().size() / Long.BYTES]);
        record.begin(bytes, 0, timeNs);
        return bytes;
    }
}
