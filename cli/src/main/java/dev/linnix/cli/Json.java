package dev.linnix.cli;

import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.List;

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
