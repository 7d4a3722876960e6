package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Scene;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The processes the engine knows, by identity, with their children by birth. Immutable. */
final class Processes {
    /** Header of {@link #line}. */
    static final String HEADER = String.format(
            Locale.ROOT,
            "   %8s  %-12s  %-24s  %7s  %9s  %10s  %7s  %7s  %s",
            "PID",
            "STATE",
            "STARTED",
            "CPU %",
            "CPU s",
            "MEMORY",
            "FDS",
            "THREADS",
            "COMMAND");

    private static final int LONGEST_COMMAND = 400;

    private final Map<Key, ProcessInfo> byKey = new HashMap<>();
    private final Map<Integer, ProcessInfo> aliveByPid = new HashMap<>();
    private final Map<Key, List<ProcessInfo>> children = new HashMap<>();
    private final List<ProcessInfo> all;

    private record Key(int pid, long startNs) {
        static Key of(ProcessRef process) {
            return new Key(process.pid(), process.startNs());
        }
    }

    Processes(List<ProcessInfo> all) {
        this.all = all;
        for (ProcessInfo process : all) {
            byKey.put(Key.of(process.process()), process);
            if (isAlive(process)) aliveByPid.put(process.process().pid(), process);
        }
        for (ProcessInfo process : all) {
            ProcessInfo parent = parent(process);
            if (parent == null) continue;
            children.computeIfAbsent(Key.of(parent.process()), key -> new ArrayList<>())
                    .add(process);
        }
        children.values().forEach(list -> list.sort(ORDER));
    }

    private static final Comparator<ProcessInfo> ORDER = Comparator.comparing((ProcessInfo p) -> !isAlive(p))
            .thenComparingLong(p -> p.process().startNs())
            .thenComparingInt(p -> p.process().pid());

    List<ProcessInfo> all() {
        return all;
    }

    static boolean isAlive(ProcessInfo process) {
        return process.exitNs() == null;
    }

    @Nullable
    ProcessInfo find(ProcessRef process) {
        return byKey.get(Key.of(process));
    }

    /** {@return whether both are one process; its name may have changed} */
    static boolean isSame(@Nullable ProcessRef named, ProcessInfo process) {
        return named != null && Key.of(named).equals(Key.of(process.process()));
    }

    /** {@return the process that called fork, else the current parent; null when neither is known} */
    @Nullable
    ProcessInfo parent(ProcessInfo process) {
        ProcessRef birth = process.birthParent();
        ProcessInfo parent = birth == null ? null : byKey.get(Key.of(birth));
        if (parent == null) parent = aliveByPid.get(process.parentPid());
        return parent == null || isSame(parent.process(), process) ? null : parent;
    }

    /** {@return those it forked: the living first, then by start} */
    List<ProcessInfo> children(ProcessInfo process) {
        return children.getOrDefault(Key.of(process.process()), List.of());
    }

    /** {@return those without a parent} */
    List<ProcessInfo> roots() {
        return all.stream().filter(p -> parent(p) == null).sorted(ORDER).toList();
    }

    /** {@return resident memory, bytes; null when it is not known} */
    static @Nullable Long memory(ProcessInfo process) {
        Long anon = process.anonBytes();
        Long file = process.fileBytes();
        Long shared = process.sharedBytes();
        if (anon == null && file == null && shared == null) return null;
        return (anon == null ? 0 : anon) + (file == null ? 0 : file) + (shared == null ? 0 : shared);
    }

    /** {@return one line of a table, without its end} */
    static String line(Scene scene, ProcessInfo process, String mark, String indent) {
        return String.format(
                Locale.ROOT,
                "%-2s %8d  %-12s  %-24s  %7s  %9s  %10s  %7s  %7d  %s%s",
                mark,
                process.process().pid(),
                state(process),
                scene.wall(process.process().startNs()),
                isAlive(process) ? Figures.percent(process.cpuPercent()) : "-",
                Figures.seconds(process.cpuNs()),
                isAlive(process) ? Figures.bytes(memory(process)) : Figures.bytes(process.peakBytes()),
                isAlive(process) ? Figures.number(process.fds()) : "-",
                process.threads(),
                indent,
                command(process));
    }

    private static String state(ProcessInfo process) {
        Integer status = process.exitStatus();
        if (isAlive(process) || status == null) return process.state();
        int signal = status & 0x7f;
        return signal != 0 ? "signal " + signal : "exit " + (status >> 8 & 0xff);
    }

    /** {@return the ending of a process in words; empty while it lives} */
    static String ending(Scene scene, ProcessInfo process) {
        Long exitNs = process.exitNs();
        if (exitNs == null) return "";
        Instant at = scene.wall(exitNs);
        if (process.exitInferred()) return "it ended before " + at + "; how is not known";
        return "it ended at " + at + ", " + state(process);
    }

    /** {@return what it runs: its arguments, or its name in brackets} */
    static String command(ProcessInfo process) {
        if (process.args().isEmpty()) {
            String comm = process.process().comm();
            return comm.isEmpty() ? "?" : "[" + comm + "]";
        }
        String command = String.join(" ", process.args()) + (process.argsCut() ? " …" : "");
        return command.length() <= LONGEST_COMMAND ? command : command.substring(0, LONGEST_COMMAND) + "…";
    }
}
