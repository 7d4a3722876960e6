package dev.linnix.agent.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Real group ids of processes. Kernel records carry none, so they are read from {@code /proc/PID/status}, kept for as
 * long as the user id stays the same (a process changes its groups before its user), and at most
 * {@link #READS_PER_SECOND} are read: an answer must not cost more than what it is about. Thread-safe.
 */
final class Groups {
    /** Most processes remembered; those not asked about longest are forgotten first. */
    static final int CAPACITY = 8192;

    static final int READS_PER_SECOND = 2000;

    private static final long SECOND_NS = 1_000_000_000L;

    private record Key(int pid, long startNs, int uid) {}

    private final Path proc;
    private final LongSupplier clockNs;
    private final Map<Key, Integer> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
            return size() > CAPACITY;
        }
    };
    private long second;
    private int reads;

    Groups(Path proc, LongSupplier clockNs) {
        this.proc = proc;
        this.clockNs = clockNs;
    }

    /** {@return the group id; null when the process is gone, hidden, or too many were asked for in this second} */
    @Nullable
    Integer of(int pid, long startNs, int uid) {
        Key key = new Key(pid, startNs, uid);
        synchronized (known) {
            Integer group = known.get(key);
            if (group != null || !mayRead()) return group;
        }
        Integer group = read(pid);
        if (group != null) {
            synchronized (known) {
                known.put(key, group);
            }
        }
        return group;
    }

    private boolean mayRead() {
        long now = clockNs.getAsLong() / SECOND_NS;
        if (now != second) {
            second = now;
            reads = 0;
        }
        return reads++ < READS_PER_SECOND;
    }

    private @Nullable Integer read(int pid) {
        try {
            String status =
                    Files.readString(proc.resolve(String.valueOf(pid)).resolve("status"), StandardCharsets.ISO_8859_1);
            int at = status.indexOf("\nGid:\t");
            if (at < 0) return null;
            int from = at + 6;
            return Integer.parseUnsignedInt(status.substring(from, status.indexOf('\t', from)));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Gone, or not ours to see: not known is the answer.
            return null;
        }
    }
}
