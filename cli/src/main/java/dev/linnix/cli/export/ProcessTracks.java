package dev.linnix.cli.export;

import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.RecordFlags;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.record.ThreadRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A track for each process but kernel threads: its life as one slice, what it executed as slices in it, an arrow from the
 * fork in its parent, and counters of CPU and memory from snapshots. At most {@value #MOST} live at once, others are
 * counted. Not thread-safe.
 */
final class ProcessTracks {
    static final int MOST = 1 << 16;
    /** Ended processes that a row read before their end may still speak of. */
    private static final int DEAD = 1 << 14;
    /** A process gets a counter of CPU once it has used this much, percent of one core. */
    private static final double BUSY_PERCENT = 1;

    private static final int ZOMBIE_OR_DEAD = 0x30;
    private static final int LONGEST_TITLE = 80;

    private final TraceWriter out;
    private final Map<Integer, Life> living = new LinkedHashMap<>();
    private final Map<Long, Boolean> dead = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > DEAD;
        }
    };
    private long beginNs;
    private long snapshot;
    private long snapshotNs;
    private long unshown;

    ProcessTracks(TraceWriter out) {
        this.out = out;
    }

    /** The recording begins; what is older than this begins here. */
    void begin(long timeNs) {
        if (beginNs == 0) beginNs = timeNs;
    }

    /** {@return how many processes have no track because too many lived at once} */
    long unshown() {
        return unshown;
    }

    /** What the engine knew of a process that was there already. */
    void known(ProcessInfo process) throws IOException {
        int pid = process.process().pid();
        long startNs = process.process().startNs();
        boolean over = process.state().equals("zombie") || process.state().equals("exited");
        if (process.kernelThread() || over || living.containsKey(pid)) return;
        Life life = enter(
                pid,
                startNs,
                Math.max(beginNs, startNs),
                process.parentPid(),
                process.uid(),
                false,
                process.process().comm());
        if (life == null) return;
        life.executable = process.executable();
        life.arguments = process.args();
        show(life);
    }

    void fork(ForkRecord fork) throws IOException {
        if ((fork.flags() & RecordFlags.KERNEL_THREAD) != 0) return;
        Life parent = living.get(fork.parentPid());
        boolean arrow = parent != null && parent.startNs == fork.parentStartNs();
        String comm = Records.comm(fork.segment(), fork.commOffset());
        Life life = enter(fork.pid(), fork.startNs(), fork.timeNs(), fork.parentPid(), fork.uid(), arrow, comm);
        if (life == null || parent == null || !arrow) return;
        show(parent);
        out.instant(
                parent.track, parent.notBeforeBirth(fork.timeNs()), "fork", Map.of("child", fork.pid()), life.track);
    }

    void exec(ExecRecord exec) throws IOException {
        String comm = Records.comm(exec.segment(), exec.commOffset());
        Life life = at(exec.pid(), exec.startNs(), exec.parentPid(), exec.uid(), comm);
        if (life == null) return;
        life.executable = Records.executable(exec.image());
        life.arguments = Records.arguments(exec.image());
        life.comm = comm;
        show(life);
        long timeNs = life.notBefore(exec.timeNs());
        if (life.running) out.end(life.track, timeNs, Map.of());
        life.running = true;
        out.begin(life.track, timeNs, title(life), image(life), 0);
    }

    void exit(ExitRecord exit) throws IOException {
        if ((exit.flags() & RecordFlags.KERNEL_THREAD) != 0) return;
        if (dead.containsKey(Tracks.of(exit.pid(), exit.startNs(), 0))) return;
        String comm = Records.comm(exit.segment(), exit.commOffset());
        Life life = at(exit.pid(), exit.startNs(), exit.parentPid(), exit.uid(), comm);
        if (life == null) return;
        Map<String, Object> notes = new LinkedHashMap<>();
        int signal = exit.status() & 0x7f;
        if (signal == 0) notes.put("exit_code", exit.status() >> 8 & 0xff);
        else notes.put("signal", signal);
        notes.put("cpu_ms", exit.cpuNs() / 1e6);
        if ((exit.flags() & RecordFlags.NO_MEMORY) == 0) notes.put("peak_bytes", exit.peakBytes());
        end(life, exit.timeNs(), notes);
    }

    void image(ImageRecord row) {
        Life life = living.get(row.pid());
        if (life == null || life.startNs != row.startNs() || life.shown) return;
        life.executable = Records.executable(row.image());
        life.arguments = Records.arguments(row.image());
    }

    void snapshotBegin(SnapshotBeginRecord begin) {
        snapshot = begin.sequence();
        snapshotNs = begin.timeNs();
    }

    void task(TaskRecord row) throws IOException {
        boolean kernelThread = (row.flags() & RecordFlags.KERNEL_THREAD) != 0;
        if (kernelThread || (row.state() & ZOMBIE_OR_DEAD) != 0) return;
        if (dead.containsKey(Tracks.of(row.pid(), row.startNs(), 0))) return;
        Life there = living.get(row.pid());
        if (there != null && there.startNs > row.startNs()) return;
        String comm = Records.comm(row.segment(), row.commOffset());
        Life life = at(row.pid(), row.startNs(), row.parentPid(), row.uid(), comm);
        if (life == null) return;
        life.snapshot = snapshot;
        life.rowNs = row.timeNs();
        life.cpuNs = row.cpuNs();
        boolean measured = (row.flags() & RecordFlags.NO_MEMORY) == 0;
        life.memoryBytes = measured ? row.anonBytes() + row.fileBytes() + row.sharedBytes() : -1;
    }

    void thread(ThreadRecord row) {
        Life life = living.get(row.pid());
        if (life != null && life.snapshot == snapshot) life.cpuNs += row.cpuNs();
    }

    /** Who is absent from a complete snapshot begun after its birth has ended unseen. */
    void snapshotEnd(SnapshotEndRecord end) throws IOException {
        for (Life life : new ArrayList<>(living.values())) {
            if (life.snapshot == snapshot) measured(life);
            else if (end.complete() != 0 && life.lastNs < snapshotNs && life.startNs < snapshotNs) {
                end(life, snapshotNs, Map.of("end", "inferred from its absence"));
            }
        }
    }

    private void measured(Life life) throws IOException {
        show(life);
        if (life.previousRowNs != 0 && life.rowNs > life.previousRowNs) {
            double percent = 100.0 * Math.max(0, life.cpuNs - life.previousCpuNs) / (life.rowNs - life.previousRowNs);
            boolean busy = percent >= BUSY_PERCENT;
            if (busy || life.busy) cpu(life, life.previousRowNs, Math.rint(percent * 10) / 10);
            life.busy = busy;
        }
        life.previousRowNs = life.rowNs;
        life.previousCpuNs = life.cpuNs;
        if (life.memoryBytes >= 0 && life.memoryBytes != life.shownMemoryBytes) {
            memory(life, life.rowNs, life.memoryBytes);
        }
    }

    private void cpu(Life life, long timeNs, double percent) throws IOException {
        long track = Tracks.of(life.pid, life.startNs, Tracks.CPU);
        if (!life.hasCpuTrack) out.counter(track, life.track, "CPU", "% of a core", timeNs);
        life.hasCpuTrack = true;
        out.count(track, timeNs, percent);
    }

    private void memory(Life life, long timeNs, long bytes) throws IOException {
        long track = Tracks.of(life.pid, life.startNs, Tracks.MEMORY);
        if (life.shownMemoryBytes < 0) out.counter(track, life.track, "resident memory", "bytes", timeNs);
        life.shownMemoryBytes = bytes;
        out.count(track, timeNs, bytes);
    }

    /** Marks a moment on the track of a process, if it lives. */
    void mark(int pid, long startNs, long timeNs, String name, Map<String, ?> notes) throws IOException {
        Life life = living.get(pid);
        if (life == null || life.startNs != startNs) return;
        show(life);
        out.instant(life.track, life.notBeforeBirth(timeNs), name, notes, 0);
    }

    /** The recording ends; what still lives is shown up to here. */
    void end(long timeNs) throws IOException {
        for (Life life : living.values()) slicesEnd(life, life.notBefore(timeNs), Map.of("end", "still running"));
        living.clear();
    }

    /** {@return the process, entered when it was not known yet; null when there is no room} */
    private @Nullable Life at(int pid, long startNs, int parentPid, int uid, String comm) throws IOException {
        Life life = living.get(pid);
        if (life != null && life.startNs == startNs) return life;
        return enter(pid, startNs, Math.max(startNs, beginNs), parentPid, uid, false, comm);
    }

    private @Nullable Life enter(
            int pid, long startNs, long timeNs, int parentPid, int uid, boolean forked, String comm)
            throws IOException {
        Life before = living.get(pid);
        if (before != null) end(before, timeNs, Map.of("end", "inferred from another of its pid"));
        if (living.size() >= MOST) {
            unshown++;
            return null;
        }
        Life life = new Life(pid, startNs, timeNs, parentPid, uid, forked, comm);
        living.put(pid, life);
        return life;
    }

    private void show(Life life) throws IOException {
        if (life.shown) return;
        life.shown = true;
        out.process(life.track, life.beginNs, life.pid, life.startNs, life.comm, life.arguments);
        Map<String, Object> notes = new LinkedHashMap<>();
        notes.put("pid", life.pid);
        notes.put("parent_pid", life.parentPid);
        notes.put("uid", Integer.toUnsignedLong(life.uid));
        notes.putAll(image(life));
        out.begin(life.track, life.beginNs, life.comm, notes, life.forked ? life.track : 0);
    }

    private void end(Life life, long timeNs, Map<String, ?> notes) throws IOException {
        long at = life.notBefore(timeNs);
        slicesEnd(life, at, notes);
        if (life.hasCpuTrack) cpu(life, at, 0);
        if (life.shownMemoryBytes >= 0) memory(life, at, 0);
        living.remove(life.pid);
        dead.put(life.track, true);
    }

    private void slicesEnd(Life life, long timeNs, Map<String, ?> notes) throws IOException {
        show(life);
        if (life.running) out.end(life.track, timeNs, Map.of());
        out.end(life.track, timeNs, notes);
    }

    private static Map<String, Object> image(Life life) {
        Map<String, Object> notes = new LinkedHashMap<>();
        if (life.executable != null) notes.put("executable", life.executable);
        if (!life.arguments.isEmpty()) notes.put("arguments", String.join(" ", life.arguments));
        return notes;
    }

    /** {@return what was executed, in a few words} */
    private static String title(Life life) {
        if (life.arguments.isEmpty()) return life.comm;
        String title = String.join(" ", life.arguments);
        return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE) + "…";
    }
}
