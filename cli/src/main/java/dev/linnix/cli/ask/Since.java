package dev.linnix.cli.ask;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a point in time as people write it. */
public final class Since {
    /** What is understood, for messages. */
    public static final String EXPECTED =
            "expected a time such as 15m, 2h, 1d, now, 14:05, 2026-01-31T08:00:00Z or Unix seconds, from 1970 to 2261";

    /** Nanoseconds since 1970 go up to the year 2262 in 64 bits, and everyone else counts in them. */
    private static final Instant END = Instant.parse("2262-01-01T00:00:00Z");

    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Pattern UNIX = Pattern.compile("\\d{10,11}");
    private static final Pattern MINUTES = Pattern.compile("\\d{1,6}");
    private static final Pattern CLOCK = Pattern.compile("\\d{2}:\\d{2}(:\\d{2})?");

    private Since() {}

    /** {@return as {@link #parse(String, Instant, ZoneId)}, in the time zone of this process} */
    public static @Nullable Instant parse(String text, Instant now) {
        return parse(text, now, ZoneId.systemDefault());
    }

    /**
     * {@return the time meant, from 1970 to 2261; null when the text makes no sense}
     *
     * @param text {@code 90s}, {@code 15m}, {@code 2h}, {@code 1d} ago; a bare small number is minutes; {@code now};
     *     {@code HH:MM} or {@code HH:MM:SS} of the day that {@code now} is in; RFC 3339; Unix seconds
     * @param zone of the clock that {@code HH:MM} is read from
     */
    static @Nullable Instant parse(String text, Instant now, ZoneId zone) {
        Instant time = anyTime(text, now, zone);
        return time == null || time.isBefore(Instant.EPOCH) || !time.isBefore(END) ? null : time;
    }

    private static @Nullable Instant anyTime(String text, Instant now, ZoneId zone) {
        Matcher ago = AGO.matcher(text);
        try {
            if (ago.matches()) return now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
            if (text.equals("now")) return now;
            if (UNIX.matcher(text).matches()) return Instant.ofEpochSecond(Long.parseLong(text));
            if (MINUTES.matcher(text).matches()) return now.minus(Duration.ofMinutes(Long.parseLong(text)));
            if (CLOCK.matcher(text).matches()) {
                return now.atZone(zone).with(LocalTime.parse(text)).toInstant();
            }
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
