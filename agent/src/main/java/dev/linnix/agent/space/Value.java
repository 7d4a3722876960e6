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
 * these only for something that is no repeat itself. A first one stays while there is any repeat of its cause, also one
 * that cannot be deleted (its age alone ends it, see {@link Limits}). What is pinned or busy stays. Stateless.
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

    /** {@return whether there is an older one of the cause than what the room is needed for} */
    static boolean isRepeat(List<Kept> kept, Need need) {
        return kept.stream()
                .filter(each -> each.item().cause().equals(need.cause()))
                .min(OLDEST_FIRST)
                .filter(first -> !first.item().id().equals(need.id()))
                .isPresent();
    }

    /**
     * {@return all that may be deleted, in this order}
     *
     * @param firsts whether first ones may go as well, which they do not for a repeat
     */
    static List<Kept> deletable(List<Kept> kept, boolean firsts) {
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
        if (!firsts) return victims;
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
