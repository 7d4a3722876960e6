package dev.linnix.engine.table;

import java.util.Arrays;

/**
 * Which counters every process carries: births, CPU time, and one for each distinct limit of what counts as a short
 * job. Confined to the engine's thread.
 */
public final class Measures {
    /** Births caused. */
    public static final int BIRTHS = 0;
    /** CPU time consumed, µs. */
    public static final int CPU_US = 1;
    /** Most distinct limits of short jobs at one time. */
    public static final int SHORT_JOB_LIMITS = 8;

    private static final int FIRST_SHORT_JOB = 2;
    /** Counters of a process. */
    static final int SLOTS = FIRST_SHORT_JOB + SHORT_JOB_LIMITS;

    private final long[] limitsNs = new long[SHORT_JOB_LIMITS];

    /**
     * {@return the slot that counts jobs that ran at most this long}
     *
     * @throws IllegalStateException when eight other limits are in use
     */
    public int shortJobs(long limitNs) {
        for (int i = 0; i < limitsNs.length; i++) {
            if (limitsNs[i] == limitNs) return FIRST_SHORT_JOB + i;
        }
        for (int i = 0; i < limitsNs.length; i++) {
            if (limitsNs[i] == 0) {
                limitsNs[i] = limitNs;
                return FIRST_SHORT_JOB + i;
            }
        }
        throw new IllegalStateException("more than " + SHORT_JOB_LIMITS + " different max_exec_duration_ms");
    }

    /** Frees the slots whose limit is not among those in use; returns a bit set of the slots freed. */
    int retain(long... used) {
        int freed = 0;
        for (int i = 0; i < limitsNs.length; i++) {
            long limit = limitsNs[i];
            if (limit != 0 && Arrays.stream(used).noneMatch(u -> u == limit)) {
                limitsNs[i] = 0;
                freed |= 1 << (FIRST_SHORT_JOB + i);
            }
        }
        return freed;
    }

    /** {@return a bit set of the slots that a job of this length counts into} */
    int slotsFor(long durationNs) {
        int slots = 0;
        for (int i = 0; i < limitsNs.length; i++) {
            if (limitsNs[i] != 0 && durationNs <= limitsNs[i]) slots |= 1 << (FIRST_SHORT_JOB + i);
        }
        return slots;
    }
}
