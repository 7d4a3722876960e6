package dev.linnix.agent.space;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How old things are, whatever becomes of the wall clock: it is believed once, when a thing of an earlier run is first
 * seen. From then on, and for what is new, time since boot counts. What seems to come from the future is new. Confined to
 * one thread at a time.
 */
final class Ages {
    /** A thing and its age when it was first seen, at a time since boot, ns. */
    private record Seen(long ageNs, long atNs) {}

    private final Map<String, Seen> seen = new HashMap<>();

    /** Takes note of what an earlier run has left. */
    void found(String key, Instant made, Instant now, long nowNs) {
        Duration age = Duration.between(made, now);
        // More than 200 years do not fit, and are as good as 200.
        long ns = age.isNegative() ? 0 : age.toDays() > 73_000 ? Long.MAX_VALUE / 2 : age.toNanos();
        seen.putIfAbsent(key, new Seen(ns, nowNs));
    }

    /** {@return age of a thing, ns; one that was never seen before is new} */
    long of(String key, long nowNs) {
        Seen first = seen.computeIfAbsent(key, unknown -> new Seen(0, nowNs));
        return first.ageNs + (nowNs - first.atNs);
    }

    /** Forgets all others. */
    void keep(Set<String> keys) {
        if (seen.size() > keys.size()) seen.keySet().retainAll(keys);
    }
}
