package dev.linnix.engine.detect;

import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.ProcessNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Remembers since when a condition has held for each subject; {@link #retain} forgets those for which it does not. */
final class Holding {
    private record Key(int pid, long startNs) {}

    private final Map<Key, Long> since = new HashMap<>();

    /** Forgets the subjects that have ended or for which the condition no longer holds. */
    void retain(HostState host, Predicate<ProcessNode> holds) {
        since.keySet().removeIf(key -> {
            ProcessNode node = host.table().find(key.pid(), key.startNs());
            return node == null || !node.alive() || !holds.test(node);
        });
    }

    /** {@return since when the condition has held; {@code sinceNs} for a new subject, or when that is earlier} */
    long since(ProcessNode subject, long sinceNs) {
        return since.merge(new Key(subject.pid(), subject.startNs()), sinceNs, Math::min);
    }
}
