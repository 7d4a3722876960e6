package dev.linnix.cli;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Locale;

/**
 * JSON of one type, both ways; null is written, unknown keys are skipped. Thread-safe.
 *
 * @param <T> annotated with {@link io.avaje.jsonb.Json}
 */
public final class Json<T> {
    private static final Jsonb JSONB =
            Jsonb.builder().serializeNulls(true).serializeEmpty(true).build();

    private final JsonType<T> type;

    private Json(JsonType<T> type) {
        this.type = type;
    }

    /** {@return the JSON of a type} */
    public static <T> Json<T> of(Class<T> type) {
        return new Json<>(JSONB.type(type));
    }

    /** {@return JSON on one line; control and format characters in its strings, which JSON allows, become escapes} */
    public static String line(String json) {
        StringBuilder line = new StringBuilder(json.length());
        for (char c : json.strip().toCharArray()) {
            if (c < ' ') line.append(' '); // between values only
            else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else line.append(c);
        }
        return line.toString();
    }

    /** {@return the value on one line} */
    public String write(T value) {
        return type.toJson(value);
    }

    /** {@return the value of a text} */
    public T read(String text) {
        return type.fromJson(text);
    }

    /** {@return the values of an array} */
    public List<T> readList(String text) {
        return type.list().fromJson(text);
    }
}
