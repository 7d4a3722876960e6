package dev.linnix.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Paths of control groups of the unified hierarchy (cgroup v2) by id: on 64-bit machines the id is the inode number of
 * the group's directory. Unknown ids are looked for by walking the hierarchy, at most once a second; what is known is
 * kept, the oldest given up first. Confined to one thread.
 */
public final class CgroupIds {
    /** Paths kept. */
    public static final int CAPACITY = 4096;
    /** Directories one walk looks at. */
    public static final int WALK_LIMIT = 16 * 1024;

    private static final long WALK_PERIOD_NS = 1_000_000_000L;

    /** What kind of hierarchy this host has. */
    public enum State {
        /** Only the unified hierarchy. */
        UNIFIED,
        /** The unified hierarchy is there, but controllers, and so limits and accounting, are on version 1. */
        HYBRID,
        /** Only version 1: every process has id 0 or 1, and groups cannot be told apart. */
        V1_ONLY,
        /** None is mounted. */
        NONE;

        /** {@return one sentence for people} */
        public String sentence() {
            return switch (this) {
                case UNIFIED -> "Control groups are known by the unified hierarchy.";
                case HYBRID ->
                    "The unified cgroup hierarchy is mounted, but controllers are on version 1: processes that were only"
                            + " placed in version 1 groups all appear in the root group.";
                case V1_ONLY -> "This host has cgroup version 1 only: processes cannot be told apart by control group.";
                case NONE -> "No cgroup hierarchy is mounted: processes cannot be told apart by control group.";
            };
        }
    }

    private final Path root;
    private final State state;
    private final Map<Long, String> paths = new LinkedHashMap<>();
    private long walkedNs = -WALK_PERIOD_NS;
    private long evictions;
    private long unreadable;

    CgroupIds(Path root, State state) {
        this.root = root;
        this.state = state;
    }

    /**
     * Finds the hierarchy in {@code /proc/self/mountinfo}.
     *
     * @throws KernelException when {@code /proc} is not mounted
     */
    public static CgroupIds open() throws KernelException {
        try {
            return parse(Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new KernelException("read /proc/self/mountinfo", 0, "", e);
        }
    }

    /** A line: {@code id parent major:minor root mountpoint options … - type source options}. */
    static CgroupIds parse(List<String> mountinfo) {
        String unified = null;
        boolean controllers = false;
        for (String line : mountinfo) {
            int dash = line.indexOf(" - ");
            if (dash < 0) continue;
            String[] behind = line.substring(dash + 3).split(" ", 3);
            if (behind[0].equals("cgroup2") && unified == null) unified = line.split(" ", 6)[4];
            if (behind[0].equals("cgroup") && behind.length == 3 && !behind[2].contains("name=")) controllers = true;
        }
        if (unified == null) return new CgroupIds(Path.of("/"), controllers ? State.V1_ONLY : State.NONE);
        return new CgroupIds(Path.of(unified.replace("\\040", " ")), controllers ? State.HYBRID : State.UNIFIED);
    }

    /** {@return what kind of hierarchy this host has} */
    public State state() {
        return state;
    }

    /** {@return how many known paths were given up since there were too many} */
    public long evictions() {
        return evictions;
    }

    /** {@return how many directories could not be read, since they went away or are forbidden} */
    public long unreadable() {
        return unreadable;
    }

    /**
     * {@return the path of a group below the root of the hierarchy, e.g. {@code /system.slice/ssh.service}; empty when
     * there is no such group now}
     */
    public Optional<String> path(long id) {
        if (state == State.V1_ONLY || state == State.NONE) return Optional.empty();
        String known = paths.get(id);
        if (known == null && BootClock.nowNs() - walkedNs >= WALK_PERIOD_NS) {
            walk();
            walkedNs = BootClock.nowNs();
            known = paths.get(id);
        }
        return Optional.ofNullable(known);
    }

    /** {@return the id of the group with this path below the root of the hierarchy, 0 when there is none} */
    public long id(String path) {
        if (state == State.V1_ONLY || state == State.NONE) return 0;
        try {
            Path directory = root.resolve(path.substring(1)).normalize();
            if (!directory.startsWith(root)) return 0; // outside of our cgroup namespace
            return (Long) Files.getAttribute(directory, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            unreadable++;
            return 0;
        }
    }

    private void walk() {
        Map<Long, String> found = new HashMap<>();
        ArrayDeque<Path> waiting = new ArrayDeque<>(List.of(root));
        for (int seen = 0; seen < WALK_LIMIT && !waiting.isEmpty(); seen++) {
            Path directory = waiting.poll();
            try (DirectoryStream<Path> children =
                    Files.newDirectoryStream(directory, child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))) {
                long inode = (Long) Files.getAttribute(directory, "unix:ino", LinkOption.NOFOLLOW_LINKS);
                found.put(inode, "/" + root.relativize(directory));
                for (Path child : children) waiting.add(child);
            } catch (IOException | java.nio.file.DirectoryIteratorException e) {
                unreadable++; // it went away while we walked, or may not be read: it stays unknown
            }
        }
        found.forEach(paths::put);
        var oldest = paths.keySet().iterator();
        while (paths.size() > CAPACITY) {
            oldest.next();
            oldest.remove();
            evictions++;
        }
    }
}
