package dev.linnix.engine.detect;

import dev.linnix.engine.table.Measure;
import java.util.Locale;

/**
 * A condition that holds for a subject.
 *
 * @param value measured
 * @param threshold it is held against
 * @param unit of both
 * @param lasted whether it has held for the rule's duration
 * @param what the value, in words, e.g. {@code "forks per second, each second for 2 s"}
 * @param silence the edit of the rule that would have kept it quiet
 * @param blame what blame is measured in
 * @param hostTotal E, the host's total under that measure; needed when the subject is the host
 */
public record Finding(
        double value,
        double threshold,
        String unit,
        boolean lasted,
        String what,
        String silence,
        Measure blame,
        double hostTotal) {

    /** {@return a condition that holds for a tree or process because the value is above its threshold} */
    static Finding above(
            double value, double threshold, String unit, String key, boolean lasted, String what, Measure blame) {
        return new Finding(value, threshold, unit, lasted, what, raise(key, value), blame, 0);
    }

    /** {@return the edit that lifts a threshold above a value} */
    static String raise(String key, double value) {
        return key + ": " + number(Math.ceil(value * 1.1));
    }

    /** {@return one sentence for a person} */
    public String message() {
        return String.format(Locale.ROOT, "%s %s (threshold %s)", number(value), what, number(threshold));
    }

    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) return String.format(Locale.ROOT, "%d", (long) value);
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
