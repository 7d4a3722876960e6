package dev.linnix.agent.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration, and all there is to say about it. Immutable.
 *
 * @param key {@code section.key}
 * @param type of its values
 * @param unit of its values; empty when there is none
 * @param byDefault null when there is none
 * @param otherwise what holds without a value, in words; empty when there is a default
 * @param options of the command line that set it
 * @param variables of the environment that set it, the first that is set wins
 * @param takenUp when a change of it takes effect
 * @param meaning in whole sentences
 */
record Setting<T>(
        String key,
        ValueType<T> type,
        String unit,
        @Nullable T byDefault,
        String otherwise,
        List<String> options,
        List<String> variables,
        TakenUp takenUp,
        String meaning) {

    /** When a change of a value takes effect. */
    enum TakenUp {
        AT_START("at the next start"),
        CONTENT_WATCHED("at the next start; a change of the file it names within seconds, and on SIGHUP");

        private final String words;

        TakenUp(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** {@return a key without a default, environment variable or option} */
    static <T> Setting<T> of(String key, ValueType<T> type, String meaning) {
        return new Setting<>(key, type, "", null, "none", List.of(), List.of(), TakenUp.AT_START, meaning);
    }

    Setting<T> unit(String unit) {
        return new Setting<>(key, type, unit, byDefault, otherwise, options, variables, takenUp, meaning);
    }

    /** {@return the key with a default, written as on the command line} */
    Setting<T> byDefault(String text) {
        T value;
        try {
            value = type.readText(text);
        } catch (ValueType.Unfit e) {
            throw new IllegalArgumentException(key, e);
        }
        return new Setting<>(key, type, unit, value, "", options, variables, takenUp, meaning);
    }

    Setting<T> otherwise(String words) {
        return new Setting<>(key, type, unit, byDefault, words, options, variables, takenUp, meaning);
    }

    Setting<T> option(String... options) {
        return new Setting<>(key, type, unit, byDefault, otherwise, List.of(options), variables, takenUp, meaning);
    }

    Setting<T> environment(String... variables) {
        return new Setting<>(key, type, unit, byDefault, otherwise, options, List.of(variables), takenUp, meaning);
    }

    Setting<T> takenUp(TakenUp takenUp) {
        return new Setting<>(key, type, unit, byDefault, otherwise, options, variables, takenUp, meaning);
    }

    Optional<T> defaultValue() {
        return Optional.ofNullable(byDefault);
    }

    String section() {
        return key.substring(0, key.indexOf('.'));
    }

    String name() {
        return key.substring(key.indexOf('.') + 1);
    }
}
