package dev.linnix.engine.table;

import dev.linnix.engine.state.MalformedStateException;
import dev.linnix.engine.state.StateIo;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Amounts over the last 64 s of event time, in buckets of 250 ms. It starts empty and grows with the span it has to
 * cover, so that the many processes that live for a moment cost next to nothing. Not thread-safe.
 */
public final class SlidingCounter {
    /** Width of a bucket, ns. */
    public static final long BUCKET_NS = 250_000_000L;
    /** Buckets kept at most: 64 s. */
    public static final int BUCKETS = 256;
    /** Buckets in a second. */
    public static final int PER_SECOND = 4;

    private static final int SMALLEST = 4;
    /** Beyond the last bucket that a time in ns can fall into. */
    private static final long LAST = Long.MAX_VALUE / BUCKET_NS;

    private int @Nullable [] ring;
    private long oldest;
    /** Less than {@link #oldest} while the counter is empty. */
    private long newest = -1;

    /** {@return the bucket a time falls into} */
    public static long bucket(long timeNs) {
        return timeNs / BUCKET_NS;
    }

    /** Adds to one bucket. Amounts for a bucket older than 64 s are ignored; sums saturate at the int range. */
    public void add(long bucket, long amount) {
        if (amount == 0) return;
        int[] slots = bucket == newest && newest >= oldest ? ring : cover(bucket);
        if (slots == null) return;
        int slot = (int) bucket & (slots.length - 1);
        slots[slot] = (int) Math.min(Integer.MAX_VALUE, slots[slot] + amount);
    }

    /** Adds an amount evenly over a stretch of time: each bucket gets its part, none of it is lost to rounding. */
    public void spread(long fromNs, long toNs, long amount) {
        if (amount <= 0) return;
        long first = bucket(Math.max(fromNs, toNs - BUCKETS * BUCKET_NS));
        long last = bucket(toNs);
        if (first >= last) {
            add(last, amount);
            return;
        }
        long span = toNs - fromNs;
        long given = 0;
        for (long bucket = first; bucket < last; bucket++) {
            long until = (long) ((double) amount * (((bucket + 1) * BUCKET_NS) - fromNs) / span);
            add(bucket, until - given);
            given = until;
        }
        add(last, amount - given);
    }

    /** {@return the sum over buckets {@code from} to {@code to}, both included} */
    public long sum(long from, long to) {
        if (ring == null) return 0;
        long sum = 0;
        long end = Math.min(to, newest);
        for (long bucket = Math.max(from, oldest); bucket <= end; bucket++) {
            sum += ring[(int) bucket & (ring.length - 1)];
        }
        return sum;
    }

    /** Adds everything another counter holds. */
    public void addAll(SlidingCounter other) {
        if (other.ring == null) return;
        for (long bucket = other.oldest; bucket <= other.newest; bucket++) {
            add(bucket, other.ring[(int) bucket & (other.ring.length - 1)]);
        }
    }

    /** {@return whether nothing was added since it was created or cleared} */
    boolean isEmpty() {
        return ring == null || newest < oldest;
    }

    /** Forgets everything. */
    public void clear() {
        if (ring != null && ring.length > SMALLEST) ring = null;
        newest = oldest - 1;
    }

    /** Writes or reads what it holds. */
    public void state(StateIo io) {
        if (io.flag(isEmpty())) {
            if (io.reading()) clear();
            return;
        }
        long from = io.i64(oldest);
        int span = io.count((int) (newest - oldest + 1), BUCKETS);
        if (io.reading()) hold(from, span);
        int[] slots = ring;
        for (long bucket = oldest; slots != null && bucket <= newest; bucket++) {
            int slot = (int) bucket & (slots.length - 1);
            slots[slot] = io.i32(slots[slot]);
        }
    }

    private void hold(long from, int span) {
        if (Math.abs(from) > LAST || span < 1) throw new MalformedStateException("a counter from bucket " + from);
        ring = new int[SMALLEST];
        oldest = from;
        newest = from;
        grow(span);
        newest = from + span - 1;
    }

    /** Makes room for a bucket; null when it is too old to be kept. */
    private int @Nullable [] cover(long bucket) {
        if (isEmpty() || ring == null) return restart(bucket);
        if (bucket > newest) {
            oldest = Math.max(oldest, bucket - BUCKETS + 1);
            if (oldest > newest) return restart(bucket);
            grow(bucket - oldest + 1);
            for (long next = newest + 1; next <= bucket; next++) ring[(int) next & (ring.length - 1)] = 0;
            newest = bucket;
        } else if (bucket < oldest) {
            if (newest - bucket >= BUCKETS) return null;
            grow(newest - bucket + 1);
            for (long next = bucket; next < oldest; next++) ring[(int) next & (ring.length - 1)] = 0;
            oldest = bucket;
        }
        return ring;
    }

    private int[] restart(long bucket) {
        int[] slots = ring;
        if (slots == null) slots = new int[SMALLEST];
        else Arrays.fill(slots, 0);
        ring = slots;
        oldest = bucket;
        newest = bucket;
        return slots;
    }

    private void grow(long span) {
        int[] old = ring;
        if (old == null || span <= old.length) return;
        int[] wider = new int[Integer.highestOneBit((int) span - 1) << 1];
        for (long bucket = oldest; bucket <= newest; bucket++) {
            wider[(int) bucket & (wider.length - 1)] = old[(int) bucket & (old.length - 1)];
        }
        ring = wider;
    }
}
