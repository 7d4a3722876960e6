package dev.linnix.agent.sensor;

import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.kernel.KernelException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;

/** What {@link UnprivilegedIT} runs as another user: opens everything and prints what came of it. */
final class UnprivilegedMain {
    private static final PrintStream OUT = System.out;

    private UnprivilegedMain() {}

    public static void main(String[] arguments) throws Exception {
        SensorProbe probe = SensorProbe.probe();
        OUT.println("expected to work: " + probe.kernelSensors());
        OUT.println(probe.reason());
        try (KernelSensors sensors = KernelSensors.open(KernelSensors.DEFAULT_RING_BYTES)) {
            Seen seen = new Seen(sensors);
            Process process = new ProcessBuilder("/bin/true").start();
            seen.awaitExit(process.pid());
            boolean executed = seen.of(RecordType.EXEC, process.pid()).stream()
                    .anyMatch(exec -> exec.path().endsWith("/true") && exec.uid() == 65534);
            OUT.println("exec of true seen: " + executed);
        } catch (KernelException e) {
            OUT.println("The life-cycle sensor is off: " + SensorProbe.explain(e));
        }
        try (TaskSnapshots snapshots = TaskSnapshots.open()) {
            MemorySegment batch = snapshots.read();
            OUT.println("root's process in the snapshot: " + holdsParent(batch));
            SnapshotEndRecord end = new SnapshotEndRecord();
            end.wrap(batch, batch.byteSize() - SnapshotEndRecord.LAYOUT.size());
            OUT.println("complete: " + end.complete());
        } catch (KernelException e) {
            OUT.println("The snapshot sensor is off: " + SensorProbe.explain(e));
        }
        try (ProcSnapshots snapshots = ProcSnapshots.open()) {
            OUT.println("root's process in /proc: " + holdsParent(snapshots.read()));
        }
    }

    private static boolean holdsParent(MemorySegment batch) {
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        TaskRecord task = new TaskRecord();
        for (long at = 0; at < batch.byteSize(); at += Flyweight.length(batch, at)) {
            if (Flyweight.type(batch, at) != RecordType.TASK) continue;
            task.wrap(batch, at);
            if (task.pid() == parent && task.uid() == 0) return true;
        }
        return false;
    }
}
