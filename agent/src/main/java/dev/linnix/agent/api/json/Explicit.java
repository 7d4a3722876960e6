package dev.linnix.agent.api.json;

import org.jspecify.annotations.Nullable;

/**
 * A number or text that is shown as {@code null} when it is not known, where other values are left out.
 *
 * @param value a Number or a String, null when not known
 */
public record Explicit(@Nullable Object value) {
    /** Not known. */
    public static final Explicit NULL = new Explicit(null);

    /** {@return the number, or null} */
    public static Explicit of(@Nullable Number value) {
        return value == null ? NULL : new Explicit(value);
    }
}
