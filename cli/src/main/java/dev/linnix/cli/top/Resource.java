package dev.linnix.cli.top;

import org.jspecify.annotations.Nullable;

/** What processes are sorted by. */
enum Resource {
    /** CPU time, percent of one core. */
    CPU('c', "cpu", "CPU%"),
    /** Private memory, bytes: anonymous and swapped out, as the rules measure it. */
    MEMORY('m', "memory", "MEM"),
    /** Processes created, per second. */
    FORKS('f', "forks", "FORKS/s"),
    /** Open file descriptors. */
    FDS('d', "descriptors", "FDS");

    private final char key;
    private final String word;
    private final String header;

    Resource(char key, String word, String header) {
        this.key = key;
        this.word = word;
        this.header = header;
    }

    char key() {
        return key;
    }

    String word() {
        return word;
    }

    String header() {
        return header;
    }

    /** {@return the amount with its unit as short as a column needs it; NaN is not known} */
    String show(double amount) {
        if (Double.isNaN(amount)) return "-";
        return switch (this) {
            case CPU -> Format.percent(amount);
            // The kernel's counters are kept for each CPU; what has not left them yet reads as nothing.
            case MEMORY -> amount == 0 ? "~0" : Format.bytes(amount);
            case FORKS, FDS -> Format.whole(amount);
        };
    }

    /** {@return the amount in words} */
    String say(double amount) {
        return switch (this) {
            case CPU -> show(amount) + " % CPU";
            case MEMORY -> show(amount) + " memory";
            case FORKS -> show(amount) + " forks/s";
            case FDS -> show(amount) + " fds";
        };
    }

    /** {@return the resource a rule is about, by its detector and, for one not known here, its unit} */
    static Resource of(@Nullable String detector, @Nullable String unit) {
        String name = detector == null ? "" : detector;
        if (name.contains("fd_")) return FDS;
        if (name.contains("cpu")) return CPU;
        if (name.contains("rss") || name.contains("memory")) return MEMORY;
        if (name.contains("fork") || name.contains("exec") || name.contains("job") || name.equals("runaway_tree")) {
            return FORKS;
        }
        return unit == null
                ? CPU
                : switch (unit) {
                    case "MB" -> MEMORY;
                    case "fds" -> FDS;
                    case "forks", "forks/s", "processes" -> FORKS;
                    default -> CPU;
                };
    }
}
