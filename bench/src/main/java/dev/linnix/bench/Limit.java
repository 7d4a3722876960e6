package dev.linnix.bench;

/**
 * A bound on a figure.
 *
 * @param kind which side of it is good
 * @param value in the unit of the figure
 */
public record Limit(Kind kind, double value) {
    /** Sides. */
    public enum Kind {
        /** Not above. */
        AT_MOST("≤ "),
        /** Not below. */
        AT_LEAST("≥ "),
        /** Exactly. */
        EXACTLY("");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }
    }

    /** {@return a bound that must not be exceeded} */
    public static Limit atMost(double value) {
        return new Limit(Kind.AT_MOST, value);
    }

    /** {@return a bound to be reached} */
    public static Limit atLeast(double value) {
        return new Limit(Kind.AT_LEAST, value);
    }

    /** {@return the one value allowed} */
    public static Limit exactly(double value) {
        return new Limit(Kind.EXACTLY, value);
    }

    /** {@return whether the value keeps to this limit; one that is no number never does} */
    public boolean holds(double measured) {
        return switch (kind) {
            case AT_MOST -> measured <= value;
            case AT_LEAST -> measured >= value;
            case EXACTLY -> measured == value;
        };
    }

    /** {@return the limit for people} */
    public String text() {
        return kind.sign + Numbers.format(value);
    }
}
