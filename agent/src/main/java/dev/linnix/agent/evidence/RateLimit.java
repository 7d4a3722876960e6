package dev.linnix.agent.evidence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many bundles may be begun within an hour, for all rules together and for each: a sliding window. A limit of 0 is
 * none. Not thread-safe.
 */
final class RateLimit {
    private static final long HOUR_NS = 3600L * 1_000_000_000;

    /** Rules whose bundles are counted apart; as many as can be in force. */
    private static final int MOST_RULES = 1000;

    private final int perRule;
    private final int perHour;
    private final Deque<Long> all = new ArrayDeque<>();
    /** The one whose bundle is longest ago comes first. */
    private final Map<String, Deque<Long>> byRule = new LinkedHashMap<>();

    RateLimit(int perRule, int perHour) {
        this.perRule = perRule;
        this.perHour = perHour;
    }

    /**
     * {@return whether one more is allowed; then it counts}
     *
     * @param nowNs CLOCK_BOOTTIME, ns
     */
    boolean allows(String rule, long nowNs) {
        Deque<Long> own = byRule.getOrDefault(rule, new ArrayDeque<>());
        forget(all, nowNs);
        forget(own, nowNs);
        if (perHour > 0 && all.size() >= perHour) return false;
        if (perRule > 0 && own.size() >= perRule) return false;
        if (perHour > 0) all.add(nowNs);
        if (perRule == 0) return true;
        own.add(nowNs);
        byRule.remove(rule);
        byRule.put(rule, own);
        if (byRule.size() > MOST_RULES) byRule.remove(byRule.keySet().iterator().next());
        return true;
    }

    /** Has the latest one of a rule not count: it was not made. */
    void giveBack(String rule) {
        all.pollLast();
        Deque<Long> own = byRule.get(rule);
        if (own != null) own.pollLast();
    }

    private static void forget(Deque<Long> times, long nowNs) {
        while (!times.isEmpty() && nowNs - times.getFirst() >= HOUR_NS) times.removeFirst();
    }
}
