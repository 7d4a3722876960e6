package dev.linnix.engine.table;

import dev.linnix.engine.state.StateIo;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one process caused in the last minute, and what forgotten descendants of it did, slot by slot. Most processes live
 * for a moment and cause nothing, so a node has an account only once it needs one. Confined to the engine's thread.
 */
final class Account {
    private final @Nullable SlidingCounter[] caused = new @Nullable SlidingCounter[Measures.SLOTS];
    private final @Nullable SlidingCounter[] inherited = new @Nullable SlidingCounter[Measures.SLOTS];
    /** Where the node stands among the active nodes of each slot, -1 when it does not. */
    final int[] activeAt = new int[Measures.SLOTS];

    Account() {
        Arrays.fill(activeAt, -1);
    }

    SlidingCounter caused(int slot) {
        return counter(caused, slot);
    }

    SlidingCounter inherited(int slot) {
        return counter(inherited, slot);
    }

    private static SlidingCounter counter(@Nullable SlidingCounter[] counters, int slot) {
        SlidingCounter counter = counters[slot];
        if (counter == null) {
            counter = new SlidingCounter();
            counters[slot] = counter;
        }
        return counter;
    }

    long caused(int slot, long from, long to) {
        return sum(caused[slot], from, to);
    }

    long inherited(int slot, long from, long to) {
        return sum(inherited[slot], from, to);
    }

    private static long sum(@Nullable SlidingCounter counter, long from, long to) {
        return counter == null ? 0 : counter.sum(from, to);
    }

    /** Adds all of a slot to what another one inherited. */
    void bequeath(int slot, Account heir) {
        addTo(caused[slot], heir, slot);
        addTo(inherited[slot], heir, slot);
    }

    private static void addTo(@Nullable SlidingCounter counter, Account heir, int slot) {
        if (counter != null && !counter.isEmpty()) heir.inherited(slot).addAll(counter);
    }

    /** Writes or reads what a slot holds. */
    void state(StateIo io, int slot) {
        state(io, caused, slot);
        state(io, inherited, slot);
    }

    private static void state(StateIo io, @Nullable SlidingCounter[] counters, int slot) {
        SlidingCounter counter = counters[slot];
        if (io.flag(counter != null && !counter.isEmpty()))
            counter(counters, slot).state(io);
    }

    void clear(int slot) {
        clear(caused[slot]);
        clear(inherited[slot]);
    }

    private static void clear(@Nullable SlidingCounter counter) {
        if (counter != null) counter.clear();
    }
}
