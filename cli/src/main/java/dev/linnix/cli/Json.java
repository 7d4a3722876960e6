package dev.linnix.cli;

import io.avaje.json.JsonException;
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
    /** Several times what an agent says. */
    private static final int DEEPEST = 64;

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

    /**
     * {@return the value of a text}
     *
     * @throws JsonException when it is no JSON of that type, or too deep
     */
    public T read(String text) {
        requireShallow(text);
        return type.fromJson(text);
    }

    /** {@return the values of an array; otherwise as {@link #read}} */
    public List<T> readList(String text) {
        requireShallow(text);
        return type.list().fromJson(text);
    }

    /** The parser goes down by recursion, also in what it skips: a text made for it would exhaust the stack. */
    private static void requireShallow(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') quoted = !quoted;
            else if (c == '\\' && quoted) i++;
            else if (quoted) continue;
            else if (c == '[' || c == '{') depth++;
            else if (c == ']' || c == '}') depth--;
            if (depth > DEEPEST) throw new JsonException("it is nested more than " + DEEPEST + " deep");
        }
    }
}
