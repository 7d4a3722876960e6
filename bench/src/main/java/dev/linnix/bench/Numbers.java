package dev.linnix.bench;

import java.util.Locale;

/** Numbers for people: three significant digits, no exponent, thousands apart. */
final class Numbers {
    private Numbers() {}

    /** {@return the number, e.g. {@code 0.31}, {@code 12.4}, {@code 1 250 000}} */
    static String format(double value) {
        if (Double.isNaN(value)) return "n/a";
        double size = Math.abs(value);
        if (size == Math.rint(size) || size >= 1000)
            return String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', ' ');
        if (size >= 100) return String.format(Locale.ROOT, "%.0f", value);
        if (size >= 10) return String.format(Locale.ROOT, "%.1f", value);
        return String.format(Locale.ROOT, size < 0.1 || (size >= 0.9 && size < 1.1) ? "%.3f" : "%.2f", value);
    }
}
