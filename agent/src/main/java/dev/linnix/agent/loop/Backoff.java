package dev.linnix.agent.loop;

/**
 * When to try again something that failed: after 1, 2, 4, … 64 s, at most so many times in a row. A success
 * that lasts {@link #STABLE_NS} forgives what was before. Knows no clock; not thread-safe.
 */
public final class Backoff {
    /** Failures in a row after which nothing is tried any more, unless told otherwise. */
    public static final int MOST_TRIES = 8;

    /** How long it must go well before failures are forgotten, ns. */
    public static final long STABLE_NS = 300_000_000_000L;

    private static final long FIRST_NS = 1_000_000_000L;
    private static final int MOST_DOUBLINGS = 6;

    private final int mostTries;
    private int failures;
    private long retryAtNs;
    private long succeededNs;

    /** Gives up after {@link #MOST_TRIES}. */
    public Backoff() {
        this(MOST_TRIES);
    }

    /** Gives up after so many failures in a row. */
    public Backoff(int mostTries) {
        this.mostTries = mostTries;
    }

    /** Tells of a failure. */
    public void failed(long nowNs) {
        if (failures > 0 && succeededNs != 0 && nowNs - succeededNs >= STABLE_NS) failures = 0;
        if (failures < mostTries) failures++;
        succeededNs = 0;
        retryAtNs = nowNs + (FIRST_NS << Math.min(failures - 1, MOST_DOUBLINGS));
    }

    /** Tells that trying again is of no use. */
    public void giveUp() {
        failures = mostTries;
    }

    /** Tells of a success: the first one after a failure begins the time it must last. */
    public void succeeded(long nowNs) {
        if (succeededNs == 0) succeededNs = nowNs;
    }

    /** {@return whether enough has been tried} */
    public boolean exhausted() {
        return failures >= mostTries;
    }

    /** {@return whether the time to try has come} */
    public boolean due(long nowNs) {
        return !exhausted() && nowNs >= retryAtNs;
    }
}
