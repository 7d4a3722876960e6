package dev.linnix.engine.detect;

import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.ProcessTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Remembers since when a condition has held for each subject; {@link #retain} forgets those for which it does not. */
final class Holding {
    private record Key(int pid, long startNs) {}

    private static final Map.Entry<Key, Long> BLANK = Map.entry(new Key(0, 0), 0L);

    private final Map<Key, Long> since = new LinkedHashMap<>();

    /** Forgets the subjects that have ended or for which the condition no longer holds. */
    void retain(HostState host, Predicate<ProcessNode> holds) {
        since.keySet().removeIf(key -> {
            ProcessNode node = host.table().find(key.pid(), key.startNs());
            return node == null || !node.alive() || !holds.test(node);
        });
    }

    /** Writes or reads all of it, in the order the subjects came. */
    void state(StateIo io) {
        List<Map.Entry<Key, Long>> entries = List.copyOf(since.entrySet());
        int count = io.count(entries.size(), ProcessTable.CAPACITY);
        for (int i = 0; i < count; i++) {
            Map.Entry<Key, Long> entry = io.reading() ? BLANK : entries.get(i);
            Key key =
                    new Key(io.i32(entry.getKey().pid()), io.i64(entry.getKey().startNs()));
            since.put(key, io.i64(entry.getValue()));
        }
    }

    /** {@return since when the condition has held; {@code sinceNs} for a new subject, or when that is earlier} */
    long since(ProcessNode subject, long sinceNs) {
        return since.merge(new Key(subject.pid(), subject.startNs()), sinceNs, Math::min);
    }
}
