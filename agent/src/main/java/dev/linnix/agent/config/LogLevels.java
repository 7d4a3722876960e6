package dev.linnix.agent.config;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words for how much is logged. Stateless. */
final class LogLevels {
    /** From the least to the most. */
    static final List<String> WORDS = List.of("off", "error", "warning", "info", "debug", "trace");

    private LogLevels() {}

    /** {@return the level of a word, whatever its case; empty when it is none} */
    static Optional<Level> parse(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "off" -> Optional.of(Level.OFF);
            case "error", "critical" -> Optional.of(Level.ERROR);
            case "warning", "warn" -> Optional.of(Level.WARNING);
            case "info" -> Optional.of(Level.INFO);
            case "debug" -> Optional.of(Level.DEBUG);
            case "trace" -> Optional.of(Level.TRACE);
            default -> Optional.empty();
        };
    }

    /**
     * {@return the level that the filter of a Rust program gives this one}
     *
     * @param filter directives such as {@code warn,cognitod=debug}; of those for a module only ours count, and win
     */
    static Optional<Level> ofRustLog(String filter) {
        Optional<Level> general = Optional.empty();
        Optional<Level> own = Optional.empty();
        for (String directive : filter.split(",", -1)) {
            int equals = directive.indexOf('=');
            Optional<Level> level = parse(directive.substring(equals + 1));
            if (level.isEmpty()) continue;
            if (equals < 0) general = level;
            else if (isOurs(directive.substring(0, equals).strip())) own = level;
        }
        return own.isPresent() ? own : general;
    }

    private static boolean isOurs(String module) {
        return module.equals("cognitod") || module.equals("linnix");
    }
}
