package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.LimitedStream;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the disks do and how full file systems are. Asking a file system whose server is gone may take for ever, so helpers
 * do: one for all local ones, and one for each that lies elsewhere.
 */
public final class DiskCollector extends DescribedCollector {
    /** Without blocks of their own. */
    private static final Set<String> PSEUDO = Set.of(
            "autofs",
            "binfmt_misc",
            "bpf",
            "cgroup",
            "cgroup2",
            "configfs",
            "debugfs",
            "devpts",
            "efivarfs",
            "fusectl",
            "hugetlbfs",
            "mqueue",
            "nsfs",
            "proc",
            "pstore",
            "ramfs",
            "rpc_pipefs",
            "securityfs",
            "selinuxfs",
            "sysfs",
            "tracefs");

    private static final Set<String> ELSEWHERE = Set.of(
            "nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "glusterfs", "lustre", "afs", "ocfs2", "gfs2", "virtiofs");

    private static final int MOST_LOCAL = 200;
    private static final int MOST_ELSEWHERE = 8;
    private static final Duration LOCAL = Duration.ofSeconds(2);
    private static final Duration REMOTE = Duration.ofSeconds(1);

    private static final String SEARCH = "CAP_DAC_READ_SEARCH";

    private static final String FORMAT = "%n: %T, blocks of %S bytes: %b, free %f, for all %a; inodes: %c, free %d";

    /** Creates it. */
    public DiskCollector() {
        super(Facts.of(
                        Collector.Stage.SECOND,
                        "disk",
                        "What the disks have done (/proc/diskstats), and how full file systems are, inodes included.")
                .in(Facts.DEFAULT, Facts.SMB)
                .within(LOCAL.plus(REMOTE.multipliedBy(MOST_ELSEWHERE)).plusSeconds(1))
                .needing(SEARCH)
                .costing(Cost.MODERATE));
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        Reading.copy(scene.proc().resolve("diskstats"), "diskstats", "root", "", output);
        List<String> local = new ArrayList<>();
        List<String> elsewhere = new ArrayList<>();
        Set<String> fuse = new HashSet<>();
        for (Mount mount : Mount.all(scene.proc())) {
            if (PSEUDO.contains(mount.type())) continue;
            boolean isFuse = mount.type().startsWith("fuse");
            if (isFuse) fuse.add(mount.point());
            boolean remote = ELSEWHERE.contains(mount.type()) || isFuse;
            List<String> points = remote ? elsewhere : local;
            if (!points.contains(mount.point())) points.add(mount.point());
        }
        try (OnDemand to = new OnDemand(output, "filesystems.txt")) {
            if (!local.isEmpty()) {
                Commands.Result result = ask(scene, first(local, MOST_LOCAL, output), LOCAL, to);
                judge(result, "local file systems", true, output);
            }
            for (String point : first(elsewhere, MOST_ELSEWHERE, output)) {
                Commands.Result result = ask(scene, List.of(point), REMOTE, to);
                // One of fuse lets in nobody but its user, root neither.
                judge(result, "file system at " + point, !fuse.contains(point), output);
            }
        }
    }

    private static List<String> first(List<String> points, int most, Output output) {
        if (points.size() <= most) return points;
        output.missing(points.size() - most + " file systems", "only " + most + " are asked");
        return points.subList(0, most);
    }

    private static Commands.Result ask(Scene scene, List<String> points, Duration timeout, LimitedStream to)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("stat", "-f", "-c", FORMAT, "--"));
        for (String point : points) command.add(Path.of(point).toString());
        return scene.commands().run(command, to, timeout);
    }

    /**
     * Some may be hidden below others or refused: their neighbours are told all the same.
     *
     * @param helps whether the capability lets one in where one is refused
     */
    static void judge(Commands.Result result, String what, boolean helps, Output output) {
        if (result.late()) {
            output.late(what);
        } else if (!result.ok()) {
            List<String> why = result.error().lines().toList();
            List<String> others = why.stream()
                    .filter(line -> !helps || !Reading.isDenied(line))
                    .toList();
            if (others.size() < why.size()) output.denied("some of the " + what, SEARCH);
            if (why.isEmpty() || !others.isEmpty()) output.missing("some of the " + what, String.join("; ", others));
        }
    }
}
