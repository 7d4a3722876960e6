package dev.linnix.agent.evidence;

import dev.linnix.engine.model.EngineStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was lost, as it stood every few seconds of the last hour, so that a bundle can say what was lost within its window.
 * Thread-safe.
 */
public final class LossHistory {
    /** How often it is noted, ns. */
    static final long EVERY_NS = 10_000_000_000L;

    private static final int MOST = 361;

    /** How it stood. */
    private record Stand(long bootNs, Map<String, Long> lost) {}

    private final Deque<Stand> stands = new ArrayDeque<>();

    /** Creates one that knows of no loss. */
    public LossHistory() {}

    /** {@return whether it is time for another note} */
    public synchronized boolean isDue(long nowNs) {
        return stands.isEmpty() || nowNs - stands.getLast().bootNs >= EVERY_NS;
    }

    /** Notes how it stands. */
    public synchronized void note(long nowNs, EngineStatus status) {
        stands.add(new Stand(nowNs, totals(status)));
        while (stands.size() > MOST) stands.removeFirst();
    }

    /**
     * {@return records lost since then, or since the agent started, by {@code sensor kind reason}; as they may have been
     * lost up to ten seconds earlier, never too few}
     *
     * @param sinceNs CLOCK_BOOTTIME, ns
     * @param status as it is now
     */
    public synchronized Map<String, Long> since(long sinceNs, EngineStatus status) {
        Map<String, Long> before = Map.of();
        for (Stand stand : stands) {
            if (stand.bootNs > sinceNs) break;
            before = stand.lost;
        }
        Map<String, Long> lost = new TreeMap<>();
        for (Map.Entry<String, Long> now : totals(status).entrySet()) {
            long more = now.getValue() - before.getOrDefault(now.getKey(), 0L);
            if (more > 0) lost.put(now.getKey(), more);
        }
        return lost;
    }

    private static Map<String, Long> totals(EngineStatus status) {
        Map<String, Long> totals = new HashMap<>();
        for (EngineStatus.Loss loss : status.lost()) {
            String key = loss.sensor().label() + " " + loss.kind() + " " + loss.reason();
            totals.merge(key, loss.count(), Long::sum);
        }
        return totals;
    }
}
