package dev.linnix.agent.evidence.collect;

import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Processes made by hand; each starts as many seconds after boot as its pid says. */
@NullMarked
public final class TestProcesses {
    private TestProcesses() {}

    /** {@return how it is referred to} */
    public static ProcessRef ref(int pid) {
        return new ProcessRef(pid, pid * 1_000_000_000L, "p" + pid);
    }

    /** {@return one that lives} */
    public static ProcessInfo alive(int pid, int parent) {
        return process(pid, parent, pid, null, null);
    }

    static ProcessInfo ended(int pid, int parent, int status) {
        return process(pid, parent, 0, 9_000_000_000L, status);
    }

    private static ProcessInfo process(
            int pid, int parent, double size, @Nullable Long exitNs, @Nullable Integer exitStatus) {
        return new ProcessInfo(
                ref(pid),
                exitNs == null ? parent : 1,
                parent == 0 ? null : ref(parent),
                0,
                "/usr/bin/p" + pid,
                List.of("p" + pid, "--flag"),
                false,
                1,
                exitNs == null ? "running" : "exited",
                "exec",
                false,
                (int) size,
                size,
                1_500_000_000L,
                (long) (size * (1 << 20)),
                0L,
                0L,
                0L,
                (int) size,
                1024L,
                exitNs,
                exitStatus,
                false,
                null,
                size,
                size);
    }
}
