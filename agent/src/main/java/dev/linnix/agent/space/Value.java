package dev.linnix.agent.space;

import dev.linnix.agent.space.Store.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is worth least. The first thing of a cause shows how it began, and more of the same tell little that is new: so
 * repeats go first, the oldest of all causes before younger ones, then first ones, the oldest before younger ones, and
 * these only for something that is no repeat itself. A first
 * one stays while there is any repeat of its cause (its age alone ends it, see {@link Limits}), also one that cannot be deleted. What is pinned or busy stays.
 * Stateless.
 */
final class Value {
    private static final Comparator<Kept> OLDEST_FIRST = Comparator.comparingLong((Kept kept) -> -kept.ageNs())
            .thenComparing(kept -> kept.item().made())
            .thenComparing(kept -> kept.item().id());

    /** What there is of one cause. */
    private static final class Cause {
        private final Kept first;
        private int deletableRepeats;
        private int repeats;

        Cause(Kept first) {
            this.first = first;
        }
    }

    private Value() {}

    /**
     * {@return all that may be deleted, in this order}
     *
     * @param cause of what needs the room; empty for none. Where something of it is kept it is a repeat, for which no first
     *     one goes
     */
    static List<Kept> deletable(List<Kept> kept, String cause) {
        List<Kept> byAge = new ArrayList<>(kept);
        byAge.sort(OLDEST_FIRST);
        Map<String, Cause> causes = new HashMap<>();
        List<Kept> victims = new ArrayList<>();
        for (Kept each : byAge) {
            Cause known = causes.putIfAbsent(each.item().cause(), new Cause(each));
            if (known == null) continue;
            known.repeats++;
            if (!isDeletable(each.item())) continue;
            known.deletableRepeats++;
            victims.add(each);
        }
        if (causes.containsKey(cause)) return victims;
        for (Kept each : byAge) {
            Cause of = causes.get(each.item().cause());
            if (of == null || !of.first.equals(each) || !isDeletable(each.item())) continue;
            if (of.repeats > of.deletableRepeats) continue;
            victims.add(each);
        }
        return victims;
    }

    private static boolean isDeletable(Item item) {
        return !item.pinned() && !item.busy();
    }
}
