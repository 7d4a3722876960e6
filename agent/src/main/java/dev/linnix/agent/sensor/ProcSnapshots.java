package dev.linnix.agent.sensor;

import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.kernel.BootClock;
import dev.linnix.kernel.CgroupIds;
import dev.linnix.kernel.KernelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of all processes from {@code /proc}, for hosts where the kernel's own sensors cannot be used: the same rows,
 * with times in ticks, and an image row for each process seen the first time. Some 100 µs per process, so to be read at
 * a low rate. Processes that live between two readings are not seen. Confined to one thread.
 */
public final class ProcSnapshots implements BatchSource {
    /** Processes of one snapshot; with more it is cut short, and says so. */
    public static final int MOST_PROCESSES = 32 * 1024;

    private static final long LIMIT = 64L << 20;
    private static final int ROW =
            Math.max(ImageRecord.LAYOUT.size(), TaskRecord.LAYOUT.size()) + LossRecord.LAYOUT.size() + 64;

    private final Path proc;
    private final ProcFiles files;
    private final CgroupIds cgroups;
    private final Batch batch = new Batch(64 << 10, LIMIT);
    private final CommandLines commandLines = new CommandLines(Path.of("/proc"));
    private final SnapshotBeginRecord begin = new SnapshotBeginRecord();
    private final SnapshotEndRecord end = new SnapshotEndRecord();
    private final LossRecord loss = new LossRecord();
    private final TaskRecord task = new TaskRecord();
    private final ImageRecord image = new ImageRecord();
    private Map<Integer, Long> known = Map.of();
    private long sequence;

    private ProcSnapshots(Path proc, CgroupIds cgroups) {
        this.proc = proc;
        this.files = new ProcFiles(proc);
        this.cgroups = cgroups;
    }

    /**
     * Prepares to read {@code /proc}.
     *
     * @throws KernelException when it is not mounted
     */
    public static ProcSnapshots open() throws KernelException {
        return new ProcSnapshots(Path.of("/proc"), CgroupIds.open());
    }

    @Override
    public Sensor sensor() {
        return Sensor.PROC;
    }

    @Override
    public MemorySegment read() throws KernelException {
        batch.clear();
        begin.begin(batch.memory(), 0, BootClock.nowNs());
        begin.sequence(++sequence).sensor(Sensor.PROC.id());
        batch.length(SnapshotBeginRecord.LAYOUT.size());
        List<Integer> pids = pids();
        boolean complete = pids.size() < MOST_PROCESSES;
        Map<Integer, ProcFiles.Stat> stats = new HashMap<>();
        for (int pid : pids) {
            ProcFiles.Stat stat = files.stat(pid);
            if (stat != null) stats.put(pid, stat);
        }
        int rows = 0;
        List<Integer> fresh = new ArrayList<>();
        Map<Integer, Long> present = new HashMap<>();
        for (int pid : pids) {
            ProcFiles.Stat stat = stats.get(pid);
            if (stat == null) continue;
            if (!batch.reserve(ROW)) {
                complete = false;
                break;
            }
            addTask(pid, stat, stats.get(stat.parent()));
            rows++;
            present.put(pid, stat.startNs());
            boolean userProcess = (task.flags() & RecordFlags.KERNEL_THREAD) == 0;
            if (userProcess && !Long.valueOf(stat.startNs()).equals(known.get(pid))) fresh.add(pid);
        }
        known = present;
        Map<Integer, byte[]> arguments = commandLines.read(fresh);
        for (int pid : fresh) {
            if (!batch.reserve(ROW)) {
                complete = false;
                break;
            }
            addImage(pid, present.getOrDefault(pid, 0L), arguments.get(pid));
            rows++;
        }
        finish(rows, complete);
        return batch.used();
    }

    private List<Integer> pids() throws KernelException {
        List<Integer> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path entry : entries) {
                if (pids.size() >= MOST_PROCESSES) break;
                pids.add(Integer.parseInt(entry.getFileName().toString()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new KernelException("list the processes in " + proc, 0, "", e);
        }
        pids.sort(null);
        return pids;
    }

    private void addTask(int pid, ProcFiles.Stat stat, ProcFiles.@Nullable Stat parent) {
        task.begin(batch.memory(), batch.length(), BootClock.nowNs());
        task.pid(pid)
                .startNs(stat.startNs())
                .parentPid(stat.parent())
                .parentStartNs(parent == null ? 0 : parent.startNs())
                .cpuNs(stat.cpuNs())
                .state(stat.state())
                .threads(stat.threads())
                .comm(stat.comm().getBytes(StandardCharsets.ISO_8859_1));
        String cgroup = files.cgroup(pid);
        if (cgroup != null) task.cgroupId(cgroups.id(cgroup));
        files.describe(pid, stat, task);
        batch.length(batch.length() + TaskRecord.LAYOUT.size());
    }

    private void addImage(int pid, long startNs, byte @Nullable [] arguments) {
        image.begin(batch.memory(), batch.length(), BootClock.nowNs());
        image.pid(pid).startNs(startNs);
        ImageFlyweight part = image.image();
        String path = files.executable(pid);
        int flags = RecordFlags.ARGS_UNREADABLE;
        if (path == null) {
            flags |= RecordFlags.PATH_UNREADABLE;
        } else {
            byte[] components = leafFirst(path);
            if (components.length > ImageFlyweight.PATH_CAPACITY) flags |= RecordFlags.PATH_CUT;
            part.path(components);
        }
        part.set(0, flags);
        if (arguments != null) TaskSnapshots.setArguments(part, arguments);
        batch.length(batch.length() + ImageRecord.LAYOUT.size());
    }

    private static byte[] leafFirst(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] components = path.replace(" (deleted)", "").split("/");
        for (int i = components.length - 1; i >= 0; i--) {
            if (components[i].isEmpty()) continue;
            bytes.writeBytes(components[i].getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    /** Room for the last records was reserved with the last row. */
    private void finish(int rows, boolean complete) {
        if (!complete) {
            loss.begin(batch.memory(), batch.length(), BootClock.nowNs());
            loss.sensor(Sensor.PROC.id())
                    .kind(0)
                    .reason(LossReason.CUT_SHORT.id())
                    .count(1);
            batch.length(batch.length() + LossRecord.LAYOUT.size());
        }
        end.begin(batch.memory(), batch.length(), BootClock.nowNs());
        end.sequence(sequence).rows(rows).complete(complete ? 1 : 0);
        batch.length(batch.length() + SnapshotEndRecord.LAYOUT.size());
    }

    @Override
    public void close() {
        batch.close();
    }
}
