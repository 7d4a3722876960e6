package dev.linnix.bench;

import java.util.Arrays;
import java.util.List;

/** Repeated measurements of one quantity. Immutable; never empty. */
public final class Samples {
    private final double[] sorted;

    private Samples(double[] values) {
        if (values.length == 0) throw new IllegalArgumentException("no sample was taken");
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /** {@return these measurements} */
    public static Samples of(double... values) {
        return new Samples(values);
    }

    /** {@return these measurements} */
    public static Samples of(List<Double> values) {
        return new Samples(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** {@return how many there are, at least 1} */
    public int count() {
        return sorted.length;
    }

    /** {@return the smallest} */
    public double min() {
        return sorted[0];
    }

    /** {@return the largest} */
    public double max() {
        return sorted[sorted.length - 1];
    }

    /** {@return the middle one, the mean of both middle ones when their number is even} */
    public double median() {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * {@return the smallest measurement that at least {@code percent} percent do not exceed (nearest rank)}
     *
     * @param percent above 0, at most 100
     */
    public double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }
}
