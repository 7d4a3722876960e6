package dev.linnix.engine.detect;

import dev.linnix.engine.table.ProcessNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers since when a condition has held for each subject. A subject that is not mentioned between two calls of
 * {@link #next} is forgotten, so it holds no more subjects than one evaluation finds.
 */
final class Holding {
    private record Key(int pid, long startNs) {}

    private Map<Key, Long> before = new HashMap<>();
    private Map<Key, Long> now = new HashMap<>();

    /** An evaluation begins. */
    void next() {
        Map<Key, Long> swap = before;
        before = now;
        now = swap;
        now.clear();
    }

    /** {@return since when the condition has held; {@code sinceNs} for a new subject, or when that is earlier} */
    long since(ProcessNode subject, long sinceNs) {
        Key key = new Key(subject.pid(), subject.startNs());
        long since = Math.min(before.getOrDefault(key, sinceNs), sinceNs);
        now.put(key, since);
        return since;
    }
}
