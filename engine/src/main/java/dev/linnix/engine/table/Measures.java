package dev.linnix.engine.table;

import dev.linnix.engine.state.StateIo;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which counters every process carries: births, CPU time, and one for each distinct {@link Tally} of the rules. Confined
 * to the engine's thread.
 */
public final class Measures {
    /** Births caused. */
    public static final int BIRTHS = 0;
    /** CPU time consumed, µs. */
    public static final int CPU_US = 1;
    /** Most distinct tallies at one time. */
    public static final int TALLIES = 8;

    private static final int FIRST_TALLY = 2;
    /** Counters of a process. */
    static final int SLOTS = FIRST_TALLY + TALLIES;

    private final @Nullable Tally[] tallies = new @Nullable Tally[TALLIES];
    /** Of the tallies of short jobs, for a quick look; −1 for others. */
    private final long[] limitsNs = new long[TALLIES];

    Measures() {
        Arrays.fill(limitsNs, -1);
    }

    /** {@return the slot of a tally, −1 when it has none} */
    int find(Tally tally) {
        for (int i = 0; i < TALLIES; i++) {
            if (tally.equals(tallies[i])) return FIRST_TALLY + i;
        }
        return -1;
    }

    /**
     * Gives a tally a slot.
     *
     * @throws IllegalStateException when all are taken by others
     */
    int claim(Tally tally) {
        for (int i = 0; i < TALLIES; i++) {
            if (tallies[i] != null) continue;
            set(i, tally);
            return FIRST_TALLY + i;
        }
        throw new IllegalStateException("more than " + TALLIES + " different tallies");
    }

    /** Frees the slots whose tally is not among those in use; returns a bit set of the slots freed. */
    int retain(Set<Tally> used) {
        int freed = 0;
        for (int i = 0; i < TALLIES; i++) {
            Tally tally = tallies[i];
            if (tally == null || used.contains(tally)) continue;
            set(i, null);
            freed |= 1 << (FIRST_TALLY + i);
        }
        return freed;
    }

    /** {@return which slot counts what at present, for {@link #putBack}} */
    @Nullable
    Tally[] tallies() {
        return tallies.clone();
    }

    /** Has each slot count again what it counted. */
    void putBack(@Nullable Tally[] before) {
        for (int i = 0; i < TALLIES; i++) set(i, before[i]);
    }

    private void set(int i, @Nullable Tally tally) {
        tallies[i] = tally;
        limitsNs[i] = tally instanceof Tally.ShortJobs jobs ? jobs.limitNs() : -1;
    }

    /** Writes or reads which slot counts what. */
    void state(StateIo io) {
        for (int i = 0; i < TALLIES; i++) {
            set(i, Tally.state(io, tallies[i]));
        }
    }

    /** {@return what a slot counts, null for nothing} */
    @Nullable
    Tally tally(int slot) {
        return slot < FIRST_TALLY ? null : tallies[slot - FIRST_TALLY];
    }

    /** {@return a bit set of the slots that a job of this length counts into} */
    int slotsFor(long durationNs) {
        int slots = 0;
        for (int i = 0; i < TALLIES; i++) {
            if (durationNs <= limitsNs[i]) slots |= 1 << (FIRST_TALLY + i);
        }
        return slots;
    }
}
