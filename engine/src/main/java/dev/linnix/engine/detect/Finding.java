package dev.linnix.engine.detect;

import java.util.Locale;

/**
 * A condition that holds for a subject.
 *
 * @param value measured
 * @param threshold it is held against
 * @param unit of both
 * @param key of the rule's parameter that is the threshold
 * @param quiet a value of that parameter that would have kept it quiet
 * @param lasted whether it has held for the rule's duration
 * @param what the value, in words, e.g. {@code "forks per second, each second for 2 s"}
 */
public record Finding(
        double value, double threshold, String unit, String key, double quiet, boolean lasted, String what) {

    /** A condition that holds because the value is above its threshold. */
    Finding(double value, double threshold, String unit, String key, boolean lasted, String what) {
        this(value, threshold, unit, key, Math.ceil(value * 1.1), lasted, what);
    }

    /** {@return a condition that holds, and need not last, because the value is below its threshold} */
    static Finding below(double value, double threshold, String unit, String key, String what) {
        return new Finding(value, threshold, unit, key, Math.max(1, Math.floor(value * 0.9)), true, what);
    }

    /** {@return one sentence for a person} */
    public String message() {
        return String.format(Locale.ROOT, "%s %s (threshold %s)", number(value), what, number(threshold));
    }

    /** {@return the edit of the rule that would have kept it quiet} */
    public String silence() {
        return key + ": " + number(quiet);
    }

    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) return String.format(Locale.ROOT, "%d", (long) value);
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
