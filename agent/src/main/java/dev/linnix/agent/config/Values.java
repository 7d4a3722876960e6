package dev.linnix.agent.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values of settings and where each came from. Confined to one thread. */
final class Values {
    /** What is said of the origin of a value that nobody gave. */
    static final String DEFAULT = "default";

    /**
     * One value.
     *
     * @param value of the class of its type
     * @param source file, variable or option
     * @param line of the file, from 1; 0 where there are no lines
     */
    record Value(Object value, String source, int line) {
        /** {@return file and line, variable, or option} */
        String place() {
            return line > 0 ? source + ":" + line : source;
        }
    }

    private final Map<String, Value> values = new HashMap<>();

    /**
     * Sets a value;
     *
     * @return the one it replaces, null when there was none
     */
    @Nullable
    Value put(Setting<?> setting, Value value) {
        return values.put(setting.key(), value);
    }

    /** Takes over those values of others that are not set here. */
    void addAbsent(Values others) {
        others.values.forEach(values::putIfAbsent);
    }

    /** {@return what was given} */
    Optional<Value> given(Setting<?> setting) {
        return Optional.ofNullable(values.get(setting.key()));
    }

    /** {@return what holds: what was given, else the default if there is one} */
    <T> Optional<T> find(Setting<T> setting) {
        return given(setting).map(v -> setting.type().kind().cast(v.value())).or(setting::defaultValue);
    }

    /**
     * {@return what holds for a setting that has a default}
     *
     * @throws java.util.NoSuchElementException when it has none and nothing was given
     */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
    }

    /** {@return file and line, variable or option that gave it, or that it is the default} */
    String place(Setting<?> setting) {
        return given(setting).map(Value::place).orElse(DEFAULT);
    }
}
