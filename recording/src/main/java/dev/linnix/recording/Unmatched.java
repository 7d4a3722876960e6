package dev.linnix.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Firings whose counterparts in another replay are sought. The others come in order of time, so that what ended before one
 * of them fired is never looked at again. As a rule has at most 64 alerts at a time, each firing is looked at by the few
 * it overlaps with, and the time for all is linear in their number. Not thread-safe.
 */
final class Unmatched {
    private final List<Firing> all;
    private final Set<Firing> matched = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, OfRule> byRule = new HashMap<>();

    private static final class OfRule {
        final Deque<Firing> later = new ArrayDeque<>();
        final List<Firing> begun = new ArrayList<>();
    }

    /** Holds these, which are in order of their first firing. */
    Unmatched(List<Firing> firings) {
        all = firings;
        for (Firing firing : firings) {
            byRule.computeIfAbsent(firing.alert().rule(), name -> new OfRule())
                    .later
                    .add(firing);
        }
    }

    /**
     * {@return the one that is the same alert as this and fired at the nearest time, which is matched from now on; null when
     * there is none}
     *
     * @param firing that did not fire before those asked for earlier
     */
    @Nullable
    Firing match(Firing firing) {
        OfRule candidates = byRule.get(firing.alert().rule());
        if (candidates == null) return null;
        Instant now = firing.fired();
        Firing next = candidates.later.peek();
        for (; next != null && !next.fired().isAfter(now); next = candidates.later.peek()) {
            candidates.begun.add(candidates.later.remove());
        }
        candidates.begun.removeIf(each ->
                matched.contains(each) || (each.ended() != null && each.ended().isBefore(now)));
        Firing nearest = null;
        for (Firing each : candidates.begun) nearest = nearer(firing, nearest, each);
        for (Firing each : candidates.later) {
            if (firing.ended() != null && each.fired().isAfter(firing.ended())) break;
            if (!matched.contains(each)) nearest = nearer(firing, nearest, each);
        }
        if (nearest != null) matched.add(nearest);
        return nearest;
    }

    private static @Nullable Firing nearer(Firing to, @Nullable Firing known, Firing other) {
        if (known != null && distance(to, other).compareTo(distance(to, known)) >= 0) return known;
        return to.isSame(other) ? other : known;
    }

    private static Duration distance(Firing one, Firing other) {
        return Duration.between(one.fired(), other.fired()).abs();
    }

    /** {@return those that were not matched, in their order} */
    List<Firing> rest() {
        return all.stream().filter(firing -> !matched.contains(firing)).toList();
    }
}
