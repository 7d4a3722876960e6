package dev.linnix.agent.host;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the path of a cgroup by its id, which is the inode number of its directory in the unified hierarchy. Knows what
 * it has seen; an unknown id makes it walk the hierarchy, at most once in {@link #WALK_PERIOD_NS} and never further than
 * {@link #MOST_CGROUPS} directories. Thread-safe.
 */
public final class Cgroups {
    /** Most cgroups remembered. */
    public static final int MOST_CGROUPS = 10_000;

    /** Least time between two walks, ns. */
    public static final long WALK_PERIOD_NS = 5_000_000_000L;

    /** Which hierarchies the host has. */
    public enum Mode {
        /** Only the unified one. */
        V2,
        /** Controllers in the old hierarchies, the unified one beside them. */
        HYBRID,
        /** No unified hierarchy: processes cannot be told apart by cgroup. */
        V1_ONLY;

        static Mode detect() {
            if (Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) return V2;
            return Files.exists(Path.of("/sys/fs/cgroup/unified/cgroup.procs")) ? HYBRID : V1_ONLY;
        }

        /** {@return the word shown to people} */
        public String label() {
            return switch (this) {
                case V2 -> "v2";
                case HYBRID -> "hybrid";
                case V1_ONLY -> "v1 only: processes cannot be told apart by cgroup";
            };
        }
    }

    private final @Nullable Path root;
    private final LongSupplier clockNs;
    private final Map<Long, String> paths = new HashMap<>();
    private long nextWalkNs = Long.MIN_VALUE;

    /** Creates a finder for this host. */
    public Cgroups(Mode mode, LongSupplier clockNs) {
        this(
                switch (mode) {
                    case V2 -> Path.of("/sys/fs/cgroup");
                    case HYBRID -> Path.of("/sys/fs/cgroup/unified");
                    case V1_ONLY -> null;
                },
                clockNs);
    }

    Cgroups(@Nullable Path root, LongSupplier clockNs) {
        this.root = root;
        this.clockNs = clockNs;
    }

    /** {@return the path below the root of the hierarchy, {@code "/"} for the root itself; empty when unknown} */
    public synchronized Optional<String> path(long id) {
        String known = paths.get(id);
        if (known == null && id != 0 && root != null && clockNs.getAsLong() >= nextWalkNs) {
            walk(root);
            nextWalkNs = clockNs.getAsLong() + WALK_PERIOD_NS;
            known = paths.get(id);
        }
        return Optional.ofNullable(known);
    }

    private void walk(Path root) {
        Map<Long, String> seen = new HashMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    seen.put((Long) Files.getAttribute(directory, "unix:ino"), "/" + root.relativize(directory));
                    return seen.size() < MOST_CGROUPS ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    // A cgroup may go while we walk; the next walk will not see it.
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.getLogger(Cgroups.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot walk the cgroups below " + root + ": " + e);
        }
        // Cgroups that are gone are kept for alerts about the dead, as long as there is room.
        if (paths.size() + seen.size() > MOST_CGROUPS) paths.clear();
        paths.putAll(seen);
    }
}
