package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Scene;
import dev.linnix.agent.sensor.CpuSampler;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.kernel.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The process that is looked at.
 *
 * @param process it
 * @param proc where the kernel's files are
 */
record Target(ProcessRef process, Path proc) {
    /** Start times of processes that were seen in /proc only are cut to ticks. */
    private static final long SAME_START_NS = 2 * Host.TICK_NS;

    private static final int START = 19; // field of /proc/PID/stat behind the name

    /** {@return whether a process that began then is this one} */
    boolean isStartedAt(long startNs) {
        return Math.abs(startNs - process.startNs()) <= SAME_START_NS;
    }

    /** {@return whether another process has its id} */
    boolean isTaken() {
        return Files.exists(file("stat")) && !isThere();
    }

    /** {@return whether it lives, a zombie included} */
    boolean isThere() {
        try {
            byte[] bytes = Files.readAllBytes(file("stat"));
            String stat = new String(bytes, StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return isStartedAt(Long.parseLong(fields[START]) * Host.TICK_NS);
        } catch (IOException | RuntimeException e) {
            return false; // it is gone, and with it the file or its text
        }
    }

    Path file(String name) {
        return proc.resolve(Integer.toString(process.pid())).resolve(name);
    }

    /** {@return how it is called in texts} */
    String subject() {
        return "process " + process.pid() + " (" + process.comm() + ")";
    }

    /**
     * {@return its id and those of its descendants, by birth or as they are now, as many as can be sampled; of none that has
     * ended, as its id may be that of another process}
     */
    Set<Integer> tree(Scene scene) {
        Set<Integer> pids = new LinkedHashSet<>();
        boolean there = isThere();
        if (there) pids.add(process.pid());
        List<ProcessInfo> all = scene.processes().get();
        Map<Integer, ProcessInfo> byPid = new HashMap<>();
        for (ProcessInfo info : all) byPid.put(info.process().pid(), info);
        for (ProcessInfo info : all) {
            if (pids.size() == CpuSampler.MOST_TARGETS) break;
            if (info.exitNs() != null || !descends(info, byPid, there)) continue;
            if (new Target(info.process(), proc).isThere())
                pids.add(info.process().pid());
        }
        return pids;
    }

    private boolean descends(ProcessInfo info, Map<Integer, ProcessInfo> byPid, boolean there) {
        ProcessInfo at = info;
        for (int steps = 0; at != null && steps < 64; steps++) {
            ProcessRef birth = at.birthParent();
            if (birth != null && birth.equals(process)) return true;
            if (there && at.parentPid() == process.pid()) return true;
            at = byPid.get(birth == null ? at.parentPid() : birth.pid());
        }
        return false;
    }
}
