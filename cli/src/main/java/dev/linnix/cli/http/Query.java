package dev.linnix.cli.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with its query, built up. Not thread-safe. */
public final class Query {
    private final StringBuilder text;
    private char separator = '?';

    /** Starts with a path. */
    public Query(String path) {
        text = new StringBuilder(path);
    }

    /** {@return this, with one more parameter unless its value is null} */
    public Query with(String name, @Nullable Object value) {
        if (value == null) return this;
        text.append(separator).append(name).append('=').append(encode(value.toString()));
        separator = '&';
        return this;
    }

    /** {@return a text that may stand in a path or query} */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
