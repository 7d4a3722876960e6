package dev.linnix.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.record.ThreadRecord;
import dev.linnix.kernel.Host;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do snapshots say what {@code /proc} says? */
final class SnapshotIT {
    private static final int ZOMBIE = 32;

    private static List<Long> rows(MemorySegment batch, int type) {
        List<Long> rows = new ArrayList<>();
        for (long at = 0; at < batch.byteSize(); at += Flyweight.length(batch, at)) {
            if (Flyweight.type(batch, at) == type) rows.add(at);
        }
        return rows;
    }

    private static TaskRecord task(MemorySegment batch, long pid) {
        TaskRecord task = new TaskRecord();
        for (long at : rows(batch, RecordType.TASK)) {
            task.wrap(batch, at);
            if (task.pid() == pid) return task;
        }
        throw new AssertionError("no row of process " + pid);
    }

    private static long cpuNs(MemorySegment batch, long pid) {
        long ns = task(batch, pid).cpuNs();
        ThreadRecord thread = new ThreadRecord();
        for (long at : rows(batch, RecordType.THREAD)) {
            thread.wrap(batch, at);
            if (thread.pid() == pid) ns += thread.cpuNs();
        }
        return ns;
    }

    private static String[] stat(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static void awaitState(long pid, String letter) {
        Awaitility.await().until(() -> stat(pid)[0].equals(letter));
    }

    private static long status(long pid, String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> Long.parseLong(line.split("\\s+")[1]) * 1024)
                .findFirst()
                .orElseThrow();
    }

    private static BatchSource source(String kind) throws Exception {
        return kind.equals("kernel") ? TaskSnapshots.open() : ProcSnapshots.open();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel", "proc"})
    void aProcessIsDescribedAsItIs(String kind) throws Exception {
        Process process = Workload.start("hold");
        try (BatchSource source = source(kind)) {
            String[] ready =
                    process.inputReader(StandardCharsets.UTF_8).readLine().split(" ");
            long zombie = Long.parseLong(ready[1]);
            long pid = process.pid();
            awaitState(pid, "S");
            MemorySegment batch = source.read();
            TaskRecord task = task(batch, pid);
            String[] stat = stat(pid);
            assertThat(task.startNs() / Host.TICK_NS).isEqualTo(Long.parseLong(stat[19]));
            assertThat(task.parentPid()).isEqualTo((int) ProcessHandle.current().pid());
            assertThat(task.parentStartNs() / Host.TICK_NS)
                    .isEqualTo(Long.parseLong(stat(ProcessHandle.current().pid())[19]));
            assertThat(task.threads()).isEqualTo(2);
            assertThat(task.fds()).isEqualTo(303);
            assertThat(task.fdLimit()).isEqualTo(777);
            assertThat(task.uid()).isZero();
            assertThat(task.state()).isEqualTo(1);
            assertThat(task.flags()).isEqualTo(RecordFlags.IN_INITIAL_PIDNS);
            assertThat(Seen.comm(batch, task.commOffset())).isEqualTo("workload");
            long error = Host.memoryErrorBytes();
            assertThat(task.anonBytes()).isBetween(status(pid, "RssAnon") - error, status(pid, "RssAnon") + error);
            assertThat(task.fileBytes()).isBetween(status(pid, "RssFile") - error, status(pid, "RssFile") + error);
            assertThat(task.sharedBytes()).isBetween(status(pid, "RssShmem") - error, status(pid, "RssShmem") + error);
            assertThat(task.anonBytes()).isGreaterThan((32L << 20) - error);
            assertThat(task.sharedBytes()).isGreaterThan((4L << 20) - error);
            long ticks = Long.parseLong(stat[11]) + Long.parseLong(stat[12]);
            assertThat(cpuNs(batch, pid)).isBetween((ticks - 3) * Host.TICK_NS, (ticks + 3) * Host.TICK_NS);
            assertThat(cpuNs(batch, pid)).isGreaterThan(380_000_000L);

            TaskRecord dead = task(batch, zombie);
            assertThat(dead.threads()).isZero();
            assertThat(dead.state() & ZOMBIE).isNotZero();
            assertThat(dead.parentPid()).isEqualTo((int) pid);
            assertThat(dead.flags() & RecordFlags.NO_MEMORY).isNotZero();
            if (kind.equals("kernel")) assertThat(dead.status()).isEqualTo(3 << 8);
        } finally {
            process.getOutputStream().close();
            Workload.finish(process);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel", "proc"})
    void theFirstSnapshotTellsWhatRuns(String kind) throws Exception {
        Process process = Workload.start("hold", "some", "words");
        try (BatchSource source = source(kind)) {
            process.inputReader(StandardCharsets.UTF_8).readLine();
            MemorySegment batch = source.read();
            ImageRecord image = new ImageRecord();
            long at = rows(batch, RecordType.IMAGE).stream()
                    .filter(row -> {
                        image.wrap(batch, row);
                        return image.pid() == process.pid();
                    })
                    .findFirst()
                    .orElseThrow();
            image.wrap(batch, at);
            assertThat(image.startNs()).isEqualTo(task(batch, process.pid()).startNs());
            assertThat(Seen.path(image.image())).isEqualTo(Workload.BINARY.toString());
            assertThat(image.image().flags()).isZero();
            assertThat(image.image().argc()).isEqualTo(4);
            byte[] args =
                    Seen.bytes(batch, image.image().argsOffset(), image.image().argsLength());
            assertThat(Seen.latin1(args)).isEqualTo(Workload.BINARY + "\0hold\0some\0words\0");
            MemorySegment second = source.read();
            assertThat(rows(second, RecordType.IMAGE)).allSatisfy(row -> {
                image.wrap(second, row);
                assertThat(image.pid()).isNotEqualTo((int) process.pid());
            });
        } finally {
            process.getOutputStream().close();
            Workload.finish(process);
        }
    }

    @Test
    void aProcessThatLostItsLeaderKeepsItsMemoryAndFiles() throws Exception {
        Process process = Workload.start("leader-first");
        try (TaskSnapshots snapshots = TaskSnapshots.open()) {
            process.inputReader(StandardCharsets.UTF_8).readLine();
            awaitState(process.pid(), "Z");
            TaskRecord task = task(snapshots.read(), process.pid());
            assertThat(task.threads()).isEqualTo(1);
            assertThat(task.anonBytes()).isGreaterThan(7L << 20);
            assertThat(task.fds()).isEqualTo(3);
            assertThat(task.flags() & RecordFlags.NO_MEMORY).isZero();
        } finally {
            process.getOutputStream().close();
            Workload.finish(process);
        }
    }

    @Test
    void everyProcessHasOneRowBetweenBeginAndEnd() throws Exception {
        try (TaskSnapshots snapshots = TaskSnapshots.open()) {
            for (int sequence = 1; sequence <= 3; sequence++) {
                MemorySegment batch = snapshots.read();
                SnapshotBeginRecord begin = new SnapshotBeginRecord();
                begin.wrap(batch, 0);
                SnapshotEndRecord end = new SnapshotEndRecord();
                end.wrap(batch, batch.byteSize() - SnapshotEndRecord.LAYOUT.size());
                assertThat(Flyweight.type(batch, 0)).isEqualTo(RecordType.SNAPSHOT_BEGIN);
                assertThat(Flyweight.type(batch, end.offset())).isEqualTo(RecordType.SNAPSHOT_END);
                assertThat(begin.sequence()).isEqualTo(sequence);
                assertThat(end.sequence()).isEqualTo(sequence);
                assertThat(end.complete()).isEqualTo(1);
                int rows = 0;
                for (int type : new int[] {RecordType.TASK, RecordType.THREAD, RecordType.IMAGE}) {
                    rows += rows(batch, type).size();
                }
                assertThat(end.rows()).isEqualTo(rows);
                List<Long> tasks = rows(batch, RecordType.TASK);
                TaskRecord task = new TaskRecord();
                assertThat(tasks.stream().map(at -> {
                            task.wrap(batch, at);
                            return String.format(Locale.ROOT, "%d/%d", task.pid(), task.startNs());
                        }))
                        .doesNotHaveDuplicates();
                assertThat(tasks).allSatisfy(at -> {
                    task.wrap(batch, at);
                    assertThat(task.timeNs()).isBetween(begin.timeNs(), end.timeNs());
                });
            }
        }
    }

    @Test
    void theVariantForOlderKernelsSaysThatFilesAreNotCounted() throws Exception {
        try (TaskSnapshots snapshots = TaskSnapshots.open(TaskSnapshots.LIMIT, false)) {
            TaskRecord self = task(snapshots.read(), ProcessHandle.current().pid());
            assertThat(snapshots.countsFiles()).isFalse();
            assertThat(self.fds()).isZero();
            assertThat(self.flags()).isEqualTo(RecordFlags.IN_INITIAL_PIDNS | RecordFlags.FDS_UNKNOWN);
            assertThat(self.anonBytes()).isPositive();
        }
    }

    @Test
    void aSnapshotBeyondItsLimitIsCutAndSaysSo() throws Exception {
        try (TaskSnapshots snapshots = TaskSnapshots.open(2048, true)) {
            MemorySegment batch = snapshots.read();
            SnapshotEndRecord end = new SnapshotEndRecord();
            end.wrap(batch, batch.byteSize() - SnapshotEndRecord.LAYOUT.size());
            assertThat(end.complete()).isZero();
            assertThat(end.rows()).isPositive();
            LossRecord loss = new LossRecord();
            loss.wrap(batch, rows(batch, RecordType.LOSS).getFirst());
            assertThat(loss.reason()).isEqualTo(LossReason.CUT_SHORT.id());
        }
    }
}
