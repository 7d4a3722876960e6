package dev.linnix.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers and times for people. */
public final class Amounts {
    private static final double MB = 1024.0 * 1024;

    private Amounts() {}

    /** {@return a number with at most one decimal place; {@code -} for null} */
    public static String number(@Nullable Double value) {
        if (value == null) return "-";
        boolean whole = value == Math.rint(value) || Math.abs(value) >= 10_000;
        return String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", value);
    }

    /** {@return with one decimal place; {@code -} for null} */
    public static String decimal(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }

    /** {@return e.g. {@code 12.3 MB}, of 2^20 bytes; {@code -} for null} */
    public static String bytes(@Nullable Long bytes) {
        if (bytes == null) return "-";
        if (bytes < 1024) return bytes + " B";
        if (bytes < MB) return String.format(Locale.ROOT, "%.0f KB", bytes / 1024.0);
        if (bytes < 1024 * MB) return String.format(Locale.ROOT, "%.1f MB", bytes / MB);
        return String.format(Locale.ROOT, "%.1f GB", bytes / MB / 1024);
    }

    /** {@return e.g. {@code 3 d 4 h}, {@code 5 min 12 s}: the two largest units} */
    public static String duration(long seconds) {
        if (seconds < 60) return seconds + " s";
        if (seconds < 3600) return pair(seconds / 60, "min", seconds % 60, "s");
        if (seconds < 86_400) return pair(seconds / 3600, "h", seconds % 3600 / 60, "min");
        return pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    private static String pair(long first, String unit, long second, String smaller) {
        return first + " " + unit + (second == 0 ? "" : " " + second + " " + smaller);
    }

    /** {@return a share from 0 to 1 in percent} */
    public static String share(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** {@return a time of the agent's to the second; as it is when it is none} */
    public static String time(@Nullable String rfc3339) {
        if (rfc3339 == null) return "-";
        try {
            return Instant.parse(rfc3339).truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeException _) {
            return rfc3339;
        }
    }

    /** {@return how long before now, e.g. {@code 3 min 2 s ago}; empty when it is no time} */
    public static String ago(@Nullable String rfc3339, Instant now) {
        if (rfc3339 == null) return "";
        try {
            return duration(Math.max(
                            0, Duration.between(Instant.parse(rfc3339), now).toSeconds())) + " ago";
        } catch (DateTimeException _) {
            return "";
        }
    }

    /** {@return a count and its noun} */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
