package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.engine.model.ProcessRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Limits, counters and pressure of the control groups the offender is in, of both versions, and the limits of the groups
 * above: whichever is lowest holds.
 */
public final class CgroupCollector extends DescribedCollector {
    private static final int MOST_LEVELS = 12;

    private static final List<String> LIMITS = List.of(
            "cpu.max", "memory.max", "memory.high", "memory.swap.max", "memory.current", "pids.max", "pids.current");

    private static final List<String> UNIFIED = List.of(
            "cgroup.controllers",
            "cgroup.events",
            "cgroup.stat",
            "cpu.max",
            "cpu.weight",
            "cpu.stat",
            "cpu.pressure",
            "memory.current",
            "memory.peak",
            "memory.min",
            "memory.low",
            "memory.high",
            "memory.max",
            "memory.swap.current",
            "memory.swap.max",
            "memory.events",
            "memory.events.local",
            "memory.pressure",
            "memory.stat",
            "io.max",
            "io.stat",
            "io.pressure",
            "pids.current",
            "pids.peak",
            "pids.max",
            "pids.events");

    /** Files of version 1, by controller. */
    private static final Map<String, List<String>> BY_CONTROLLER = Map.of(
            "cpu", List.of("cpu.shares", "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.stat"),
            "cpuacct", List.of("cpuacct.usage", "cpuacct.stat"),
            "memory",
                    List.of(
                            "memory.usage_in_bytes",
                            "memory.max_usage_in_bytes",
                            "memory.limit_in_bytes",
                            "memory.memsw.limit_in_bytes",
                            "memory.failcnt",
                            "memory.oom_control",
                            "memory.stat"),
            "pids", List.of("pids.current", "pids.max", "pids.events"),
            "blkio", List.of("blkio.throttle.io_service_bytes", "blkio.throttle.io_serviced"));

    /** Creates it. */
    public CgroupCollector() {
        super(Facts.of(
                        Collector.Stage.FIRST,
                        "cgroup",
                        "Limits, counters and pressure of the offender's control groups, version 2 and 1, and the limits"
                                + " of the groups above.")
                .in(Facts.DEFAULT, Facts.MEMORY)
                .again());
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException {
        ProcessRef offender = scene.offender();
        if (offender == null) {
            output.missing("control group", "no single process is to blame");
            return;
        }
        Path process = scene.proc().resolve(Integer.toString(offender.pid()));
        String what = "control group of " + OffenderCollector.name(offender);
        if (!OffenderCollector.isIt(process, offender)) {
            output.missing(what, "it has ended");
            return;
        }
        String groups;
        try {
            groups = Reading.head(process.resolve("cgroup"), 64 * 1024);
        } catch (IOException e) {
            output.missing(what, "it has just ended, or there are no control groups");
            return;
        }
        if (!OffenderCollector.isIt(process, offender)) {
            output.missing(
                    what,
                    "it ended while it was asked for; the group is that of another process if its pid was taken at once");
        }
        List<Mount> mounts = Mount.all(scene.proc());
        for (String line : groups.split("\n")) {
            String[] fields = line.split(":", 3);
            if (fields.length < 3) continue;
            if (fields[1].isEmpty()) {
                unified(mounts, fields[2], output);
            } else {
                for (String controller : fields[1].split(",")) legacy(mounts, controller, fields[2], output);
            }
        }
    }

    private static void unified(List<Mount> mounts, String group, Output output) throws IOException {
        Optional<Mount> mount =
                mounts.stream().filter(m -> m.type().equals("cgroup2")).findFirst();
        if (mount.isEmpty()) return;
        Path root = Path.of(mount.get().point());
        Path own = below(root, group);
        if (!Files.isDirectory(own)) {
            output.missing("control group " + group, "the agent does not see it below " + root);
            return;
        }
        try (OutputStream to = output.text("unified.txt")) {
            Reading.write(to, "# " + group + "\n");
            for (String file : UNIFIED) show(own, file, to);
            int levels = 0;
            for (Path up = own.getParent();
                    up != null && !up.equals(root) && up.startsWith(root) && levels < MOST_LEVELS;
                    up = up.getParent(), levels++) {
                Reading.write(to, "# above: /" + root.relativize(up) + "\n");
                for (String file : LIMITS) show(up, file, to);
            }
        }
    }

    private static void legacy(List<Mount> mounts, String controller, String group, Output output) throws IOException {
        List<String> files = BY_CONTROLLER.get(controller);
        Optional<Mount> mount = mounts.stream()
                .filter(m -> m.type().equals("cgroup") && m.has(controller))
                .findFirst();
        if (files == null || mount.isEmpty()) return;
        Path own = below(Path.of(mount.get().point()), group);
        if (!Files.isDirectory(own)) {
            output.missing("control group " + group + " of " + controller, "the agent does not see it");
            return;
        }
        try (OutputStream to = output.text(controller + ".txt")) {
            Reading.write(to, "# " + group + "\n");
            for (String file : files) show(own, file, to);
        }
    }

    private static Path below(Path root, String group) {
        return root.resolve(group.substring(Math.min(1, group.length()))).normalize();
    }

    /** Which files there are follows from the controllers that are switched on; one that is not there is no news. */
    private static void show(Path group, String name, OutputStream to) throws IOException {
        String text;
        try {
            text = Reading.head(group.resolve(name), 64 * 1024).stripTrailing();
        } catch (IOException e) {
            return;
        }
        boolean several = text.indexOf('\n') >= 0;
        Reading.writeLatin(to, several ? "==> " + name + " <==\n" + text + "\n\n" : name + ": " + text + "\n");
    }
}
