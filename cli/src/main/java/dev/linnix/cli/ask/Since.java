package dev.linnix.cli.ask;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a point in time as people write it. */
final class Since {
    /** What is understood, for messages. */
    static final String EXPECTED = "expected a time such as 15m, 2h, 1d, 2026-01-31T08:00:00Z or Unix seconds";

    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Pattern UNIX = Pattern.compile("\\d{10,11}");
    private static final Pattern MINUTES = Pattern.compile("\\d{1,6}");

    private Since() {}

    /**
     * {@return the time meant; null when the text makes no sense}
     *
     * @param text {@code 90s}, {@code 15m}, {@code 2h}, {@code 1d} ago; a bare small number is minutes; RFC 3339; Unix
     *     seconds
     */
    static @Nullable Instant parse(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        try {
            if (ago.matches()) return now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
            if (UNIX.matcher(text).matches()) return Instant.ofEpochSecond(Long.parseLong(text));
            if (MINUTES.matcher(text).matches()) return now.minus(Duration.ofMinutes(Long.parseLong(text)));
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
