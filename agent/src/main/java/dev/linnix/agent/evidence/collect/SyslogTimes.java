package dev.linnix.agent.evidence.collect;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a line of a system log was written: RFC 3339, or the older {@code Jan 31 12:00:00} in the host's time zone,
 * whose year is that which brings it nearest to a time it cannot be later than. Immutable.
 */
final class SyslogTimes {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    // (?s): a byte 0x85 within the line is a line end to a dot.
    private static final Pattern OLD =
            Pattern.compile("(?s)([A-Z][a-z]{2}) {1,2}(\\d{1,2}) (\\d{2}):(\\d{2}):(\\d{2}) .*");
    private static final Pattern NEW = Pattern.compile("(?s)(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\S{1,16}) .*");

    private final ZoneId zone;
    private final Instant latest;

    SyslogTimes(ZoneId zone, Instant now) {
        this.zone = zone;
        this.latest = now.plus(Duration.ofDays(1));
    }

    /** {@return when, or null where the line does not say} */
    @Nullable
    Instant of(String line) {
        try {
            Matcher match = NEW.matcher(line);
            if (match.matches()) {
                return OffsetDateTime.parse(match.group(1), DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                        .toInstant();
            }
            match = OLD.matcher(line);
            return match.matches() ? old(match) : null;
        } catch (DateTimeException e) {
            return null; // it only looks like a time
        }
    }

    private @Nullable Instant old(Matcher match) {
        int month = MONTHS.indexOf(match.group(1)) + 1;
        if (month == 0) return null;
        int year = latest.atZone(zone).getYear();
        Instant at = at(year, month, match);
        return at.isAfter(latest) ? at(year - 1, month, match) : at;
    }

    private Instant at(int year, int month, Matcher match) {
        return LocalDateTime.of(year, month, number(match, 2), number(match, 3), number(match, 4), number(match, 5))
                .atZone(zone)
                .toInstant();
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
