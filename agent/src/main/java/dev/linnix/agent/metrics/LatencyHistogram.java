package dev.linnix.agent.metrics;

/** Counts durations in fixed buckets. Confined to one thread; {@link #copy} may be handed to others. */
final class LatencyHistogram {
    /** Upper bounds of the buckets, seconds; the last holds the rest. */
    private static final double[] BOUNDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY
    };

    private static final double NS_PER_SECOND = 1e9;

    private final long[] counts = new long[BOUNDS.length];
    private double sum;

    /**
     * A state of the histogram.
     *
     * @param counts durations in each bucket, not cumulative
     * @param sum of all durations, seconds
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and the copy is the reader's own
    record Copy(long[] counts, double sum) {
        double[] bounds() {
            return BOUNDS.clone();
        }
    }

    /** Counts one duration, ns; a negative one, possible where two clocks meet, counts as none. */
    void count(long ns) {
        double seconds = Math.max(0, ns) / NS_PER_SECOND;
        int bucket = 0;
        while (seconds > BOUNDS[bucket]) bucket++;
        counts[bucket]++;
        sum += seconds;
    }

    Copy copy() {
        return new Copy(counts.clone(), sum);
    }
}
