package dev.linnix.cli.top;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers and times, as short as they can be without hiding what counts. Times are UTC, like those of the agent. */
final class Format {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"B", "K", "M", "G", "T", "P"};

    private Format() {}

    /** {@return one decimal below 100, none above; NaN is "-"} */
    static String number(double amount) {
        if (Double.isNaN(amount)) return "-";
        return String.format(Locale.ROOT, amount < 99.95 && amount != Math.rint(amount) ? "%.1f" : "%.0f", amount);
    }

    /** {@return one decimal below 100, so that a column lines up, none above} */
    static String percent(double amount) {
        return String.format(Locale.ROOT, amount < 99.95 ? "%.1f" : "%.0f", amount);
    }

    /** {@return without decimals} */
    static String whole(double amount) {
        return Double.isNaN(amount) ? "-" : String.format(Locale.ROOT, "%.0f", amount);
    }

    /** {@return bytes in steps of 1024, at most five characters} */
    static String bytes(double amount) {
        if (Double.isNaN(amount)) return "-";
        double rest = amount;
        int unit = 0;
        while (rest >= 1000 && unit < UNITS.length - 1) {
            rest /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, rest < 9.95 && unit > 0 ? "%.1f%s" : "%.0f%s", rest, UNITS[unit]);
    }

    /** {@return a share, 0 to 1, as percent} */
    static String share(double share) {
        return String.format(Locale.ROOT, "%.0f%%", share * 100);
    }

    /** {@return a length of time by its two largest units; below a second 0s} */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) return seconds + "s";
        if (seconds < 3600) return seconds / 60 + "m" + pad(seconds % 60, "s");
        if (seconds < 86_400) return seconds / 3600 + "h" + pad(seconds / 60 % 60, "m");
        return seconds / 86_400 + "d" + pad(seconds / 3600 % 24, "h");
    }

    private static String pad(long amount, String unit) {
        return String.format(Locale.ROOT, "%02d%s", amount, unit);
    }

    /** {@return a length of time in milliseconds, as s or ms} */
    static String millis(long millis) {
        return millis < 1000 ? millis + "ms" : number(millis / 1000.0) + "s";
    }

    /** {@return the time of day, or the day when it is more than a day ago; ten characters at most} */
    static String when(Instant time, Instant now) {
        return Duration.between(time, now).abs().toHours() < 24 ? clock(time) : DAY.format(time);
    }

    static String clock(Instant time) {
        return CLOCK.format(time);
    }

    /** {@return the time of an RFC 3339 text; null when there is none or it is no time} */
    static @Nullable Instant parse(@Nullable String text) {
        if (text == null) return null;
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            return null; // Shown as unknown.
        }
    }
}
