package dev.linnix.agent.api;

import dev.linnix.kernel.Host;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Real group ids of processes. Kernel records carry none, so they are read from {@code /proc/PID/status}, kept for as
 * long as the user id stays the same (a process changes its groups before its user), and at most
 * {@link #READS_PER_SECOND} are read: an answer must not cost more than what it is about. What is read counts only when
 * the pid still belongs to the process meant: its start and its user are compared. Thread-safe.
 */
final class Groups {
    /** Most processes remembered; those not asked about longest are forgotten first. */
    static final int CAPACITY = 8192;

    static final int READS_PER_SECOND = 2000;

    private static final long SECOND_NS = 1_000_000_000L;

    private record Key(int pid, long startNs, int uid) {}

    private final Path proc;
    private final LongSupplier clockNs;
    /** Empty where it cannot be known. */
    private final Map<Key, OptionalInt> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, OptionalInt> eldest) {
            if (size() <= CAPACITY) return false;
            evictions.incrementAndGet();
            return true;
        }
    };

    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong evictions = new AtomicLong();
    private long second;
    private int reads;

    Groups(Path proc, LongSupplier clockNs) {
        this.proc = proc;
        this.clockNs = clockNs;
    }

    /**
     * {@return the group id; null when the process is gone, hidden, or too many were asked for in this second}
     *
     * @param ended whether it has ended: then only what is known already is told, its pid may be somebody else's
     */
    @Nullable
    Integer of(int pid, long startNs, int uid, boolean ended) {
        Key key = new Key(pid, startNs, uid);
        synchronized (known) {
            OptionalInt group = known.get(key);
            if (group != null) return group.isPresent() ? group.getAsInt() : null;
            if (ended || !mayRead()) return null;
        }
        Integer group = read(key);
        synchronized (known) {
            known.put(key, group == null ? OptionalInt.empty() : OptionalInt.of(group));
        }
        return group;
    }

    /** {@return times a group was not read because there were too many in that second} */
    long refused() {
        return refused.get();
    }

    /** {@return processes forgotten because there were too many} */
    long evictions() {
        return evictions.get();
    }

    private boolean mayRead() {
        long now = clockNs.getAsLong() / SECOND_NS;
        if (now != second) {
            second = now;
            reads = 0;
        }
        if (reads++ < READS_PER_SECOND) return true;
        refused.incrementAndGet();
        return false;
    }

    private @Nullable Integer read(Key key) {
        Path process = proc.resolve(String.valueOf(key.pid));
        try {
            String status = Files.readString(process.resolve("status"), StandardCharsets.ISO_8859_1);
            if (first(status, "\nUid:\t") != key.uid) return null;
            int group = first(status, "\nGid:\t");
            // Read last: who has the pid now and was there before had it in between.
            return startTicks(process) == key.startNs / Host.TICK_NS ? group : null;
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Gone, or not ours to see: not known is the answer.
            return null;
        }
    }

    /** {@return the real one of the ids on a line} */
    private static int first(String status, String label) {
        int from = status.indexOf(label);
        if (from < 0) throw new NumberFormatException("no " + label.strip());
        from += label.length();
        return Integer.parseUnsignedInt(status.substring(from, status.indexOf('\t', from)));
    }

    private static long startTicks(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        // Behind the name, which may hold anything, come field 3 and those after it; the start is field 22.
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
    }
}
