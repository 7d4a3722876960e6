package dev.linnix.agent.host;

import dev.linnix.kernel.CgroupIds;
import dev.linnix.kernel.KernelException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Paths of cgroups by id, for any thread: one lock around the finder. */
public final class Cgroups {
    private final @Nullable CgroupIds ids;
    private final String sentence;

    private Cgroups(@Nullable CgroupIds ids, String sentence) {
        this.ids = ids;
        this.sentence = sentence;
    }

    /** {@return a finder for this host; one that knows no path where the hierarchy cannot be found} */
    public static Cgroups open() {
        try {
            CgroupIds ids = CgroupIds.open();
            return new Cgroups(ids, ids.state().sentence());
        } catch (KernelException e) {
            return new Cgroups(null, "Control groups are unknown: " + e.getMessage());
        }
    }

    /** {@return the path below the root of the unified hierarchy; empty when unknown} */
    public synchronized Optional<String> path(long id) {
        return ids == null || id == 0 ? Optional.empty() : ids.path(id);
    }

    /** {@return paths forgotten because more were asked for than are kept} */
    public synchronized long evictions() {
        return ids == null ? 0 : ids.evictions();
    }

    /** {@return how often a directory could not be read: the paths of its groups are unknown} */
    public synchronized long unreadable() {
        return ids == null ? 0 : ids.unreadable();
    }

    /** {@return one sentence on which hierarchies this host has} */
    public String sentence() {
        return sentence;
    }
}
