package dev.linnix.agent.config;

import dev.linnix.engine.rule.Document;
import dev.linnix.engine.rule.Document.Entry;
import dev.linnix.engine.rule.Document.Scalar;
import dev.linnix.engine.rule.Document.Sequence;
import dev.linnix.engine.rule.Document.Table;
import dev.linnix.engine.rule.Nearest;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.ParameterValue;
import dev.linnix.engine.rule.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a {@code config.yaml}, of which each value is checked as it is asked for. What is wrong is reported, and
 * then taken for absent.
 *
 * @param table the mapping
 * @param path where it is, with a dot at its end; empty for the whole file
 * @param problems takes what is wrong
 */
record AodSection(Table table, String path, Problems problems) {
    /** Most items of a list; there are fewer names of commands and errors than this. */
    private static final int MOST_ITEMS = 200;

    /** Reports the keys nobody knows. */
    void known(List<String> keys, boolean tolerant) {
        for (Entry entry : table.entries()) {
            if (keys.contains(entry.key())) continue;
            String message = "unknown key " + Scalar.quote(entry.key())
                    + Nearest.hint(entry.key(), keys, "; expected one of " + String.join(", ", keys));
            String fate = (message.endsWith("?") ? " It" : "; it") + " has no effect";
            if (tolerant) warning(entry.line(), "", message + fate);
            else error(entry.line(), "", message);
        }
    }

    /** {@return the line of a key, that of the mapping when it is not there} */
    int line(String key) {
        Entry entry = table.find(key);
        return entry == null ? table.line() : entry.line();
    }

    /** {@return the value of a key if it is there and right, else its default, else nothing} */
    @Nullable
    Object value(ParameterSpec spec) {
        Entry entry = table.find(spec.name());
        if (entry == null) {
            if (spec.required()) missing(spec.name(), ParameterValue.allowed(spec));
            return ParameterValue.defaultOf(spec);
        }
        Optional<Object> value = ParameterValue.of(spec, entry.value());
        if (value.isPresent()) return value.get();
        error(entry.line(), spec.name(), ParameterValue.complaint(spec, entry.value()));
        return ParameterValue.defaultOf(spec);
    }

    /** {@return a number that has a default} */
    double number(ParameterSpec spec) {
        return value(spec) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** {@return the mapping of a key; empty when it is not there or was reported as wrong} */
    Optional<AodSection> below(String key, boolean required) {
        Entry entry = table.find(key);
        if (entry == null) {
            if (required) missing(key, "keys and values");
            return Optional.empty();
        }
        if (entry.value() instanceof Table inner) return Optional.of(new AodSection(inner, path + key + ".", problems));
        error(
                entry.line(),
                key,
                "expected keys and values, found " + entry.value().describe());
        return Optional.empty();
    }

    /** {@return whether a key is not there, or has nothing} */
    boolean isEmpty(String key) {
        Entry entry = table.find(key);
        return entry == null
                || (entry.value() instanceof Scalar scalar && scalar.value() == null)
                || (entry.value() instanceof Sequence list && list.items().isEmpty());
    }

    /** {@return the items of a list; none when it is not there, empty, or was reported as wrong} */
    List<Document> items(String key) {
        Entry entry = table.find(key);
        if (entry == null || isEmpty(key)) return List.of();
        if (!(entry.value() instanceof Sequence list)) {
            error(entry.line(), key, "expected a list, found " + entry.value().describe());
        } else if (list.items().size() > MOST_ITEMS) {
            error(
                    entry.line(),
                    key,
                    "expected at most " + MOST_ITEMS + " items, found "
                            + list.items().size());
        } else {
            return list.items();
        }
        return List.of();
    }

    /** {@return the words of a list, those that are none reported and left out} */
    List<Scalar> words(String key) {
        List<Scalar> words = new ArrayList<>();
        for (Document item : items(key)) {
            if (item instanceof Scalar scalar && scalar.value() instanceof String) words.add(scalar);
            else error(item.line(), key, "expected a list of words, found " + item.describe() + " among them");
        }
        return words;
    }

    private void missing(String key, String expected) {
        error(table.line(), key, "is missing; expected " + expected);
    }

    /** Reports an error about a key, or about the whole mapping when that is empty. */
    void error(int line, String key, String message) {
        problems.error(line, at(key), message);
    }

    void warning(int line, String key, String message) {
        problems.warning(line, at(key), message);
    }

    private String at(String key) {
        return key.isEmpty() && !path.isEmpty() ? path.substring(0, path.length() - 1) : path + key;
    }
}
