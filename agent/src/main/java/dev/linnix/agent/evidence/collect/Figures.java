package dev.linnix.agent.evidence.collect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers for people. */
final class Figures {
    private static final long KIB = 1024;

    private Figures() {}

    /** {@return bytes in the unit that leaves one to four digits before the point; {@code ?} when not known} */
    static String bytes(@Nullable Long bytes) {
        if (bytes == null) return "?";
        if (bytes < KIB) return bytes + " B";
        double value = bytes;
        String unit = "B";
        for (String next : new String[] {"KiB", "MiB", "GiB", "TiB"}) {
            if (value < KIB) break;
            value /= KIB;
            unit = next;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }

    static String percent(@Nullable Double percent) {
        return percent == null ? "?" : String.format(Locale.ROOT, "%.1f", percent);
    }

    /** {@return nanoseconds as seconds} */
    static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.2f", ns / 1e9);
    }

    static String number(@Nullable Integer number) {
        return number == null ? "?" : number.toString();
    }
}
