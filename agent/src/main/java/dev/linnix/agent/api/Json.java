package dev.linnix.agent.api;

import io.avaje.jsonb.Jsonb;

/** The API's JSON. Names in lower_snake_case, absent values left out. Thread-safe. */
public final class Json {
    private static final Jsonb JSONB = Jsonb.builder().serializeNulls(false).build();

    private Json() {}

    /** {@return maps, lists and plain values as one line of UTF-8} */
    static byte[] anyBytes(Object value) {
        return JSONB.type(Object.class).toJsonBytes(value);
    }

    /** {@return the value as one line of UTF-8} */
    public static byte[] bytes(Object value) {
        return JSONB.toJsonBytes(value);
    }
}
