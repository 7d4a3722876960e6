package dev.linnix.cli.top;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How bad it is, the worst last. */
enum Severity {
    /** Worth knowing. */
    INFO,
    /** Worth a look. */
    LOW,
    /** To be looked at soon. */
    MEDIUM,
    /** To be looked at now. */
    HIGH;

    /** {@return the severity of a word in any case; INFO for one that is not known} */
    static Severity of(@Nullable String word) {
        if (word != null) {
            for (Severity severity : values()) if (severity.name().equalsIgnoreCase(word)) return severity;
        }
        return INFO;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
