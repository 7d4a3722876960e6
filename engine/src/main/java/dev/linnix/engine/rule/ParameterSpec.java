package dev.linnix.engine.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a detector, for the loader, for messages and for the generated rule reference.
 *
 * @param name key in the rule file
 * @param type of the value
 * @param unit for people, e.g. {@code s}, {@code MB}, {@code percent of one core}; empty when it has none
 * @param required whether a rule must give it
 * @param defaultValue used when absent; of the type's Java class, null when required or truly optional
 * @param min smallest allowed number
 * @param max largest allowed number
 * @param choices allowed words, empty unless {@link Type#CHOICE}
 * @param description one sentence
 */
public record ParameterSpec(
        String name,
        Type type,
        String unit,
        boolean required,
        @Nullable Object defaultValue,
        double min,
        double max,
        List<String> choices,
        String description) {

    /** Types of parameter values. */
    public enum Type {
        /** A whole number; {@link Long}. */
        INTEGER,
        /** A number; {@link Double}. */
        NUMBER,
        /** {@code true} or {@code false}; {@link Boolean}. */
        BOOLEAN,
        /** One of a few words; {@link String}. */
        CHOICE,
        /** A regular expression in the syntax of RE2; {@link String}. */
        PATTERN,
        /** Words, a list or one text; a {@link String} with one space between them, empty for none. */
        WORDS
    }

    /** {@return a required whole number} */
    public static ParameterSpec integer(String name, String unit, long min, long max, String description) {
        return new ParameterSpec(name, Type.INTEGER, unit, true, null, min, max, List.of(), description);
    }

    /** {@return a required number} */
    public static ParameterSpec number(String name, String unit, double min, double max, String description) {
        return new ParameterSpec(name, Type.NUMBER, unit, true, null, min, max, List.of(), description);
    }

    /** {@return a switch with a default} */
    public static ParameterSpec flag(String name, boolean defaultValue, String description) {
        return new ParameterSpec(name, Type.BOOLEAN, "", false, defaultValue, 0, 0, List.of(), description);
    }

    /** {@return a choice with a default} */
    public static ParameterSpec choice(String name, List<String> choices, String defaultValue, String description) {
        return new ParameterSpec(name, Type.CHOICE, "", false, defaultValue, 0, 0, List.copyOf(choices), description);
    }

    /** {@return a required regular expression in the syntax of RE2} */
    public static ParameterSpec pattern(String name, String description) {
        return new ParameterSpec(name, Type.PATTERN, "", true, null, 0, 0, List.of(), description);
    }

    /** {@return an optional list of words} */
    public static ParameterSpec words(String name, String description) {
        return new ParameterSpec(name, Type.WORDS, "", false, null, 0, 0, List.of(), description);
    }

    /** {@return this parameter, optional, with a default; null for none} */
    public ParameterSpec optional(@Nullable Object value) {
        return new ParameterSpec(name, type, unit, false, value, min, max, choices, description);
    }
}
