package dev.linnix.agent.api;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a handler needs of a request. Confined to the request's thread.
 *
 * @param exchange below it; only a streaming handler touches it
 * @param path values of the names in the route's pattern
 * @param query decoded parameters
 */
record Request(HttpExchange exchange, Map<String, String> path, Map<String, String> query) {

    /** Decodes a raw query string; a parameter must not come twice. */
    static Map<String, String> parseQuery(String raw) throws HttpError {
        Map<String, String> query = new HashMap<>();
        if (raw.isEmpty()) return query;
        for (String pair : raw.split("&")) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (query.put(name, value) != null) throw HttpError.badRequest("parameter \"" + name + "\" is given twice");
        }
        return query;
    }

    /** Refuses parameters the route does not know: one that is silently ignored would make the answer a lie. */
    static Map<String, String> query(Route route, String raw) throws HttpError {
        Map<String, String> query = parseQuery(raw);
        for (String name : query.keySet()) {
            if (route.hasQuery(name)) continue;
            String known = route.parameters().stream()
                    .filter(p -> p.in().equals("query"))
                    .map(Route.Parameter::name)
                    .collect(Collectors.joining(", "));
            throw HttpError.badRequest("unknown parameter \"" + name + "\": " + route.pattern()
                    + (known.isEmpty() ? " takes none" : " takes " + known));
        }
        return query;
    }

    static String decode(String text) throws HttpError {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpError.badRequest("malformed percent-encoding in \"" + text + "\"");
        }
    }

    /** {@return the whole number in the path} */
    int pathNumber(String name) throws HttpError {
        String text = path.getOrDefault(name, "");
        try {
            int value = Integer.parseInt(text);
            if (value >= 0) return value;
        } catch (NumberFormatException e) {
            throw HttpError.badRequest(name + " expects a whole number, found \"" + text + "\"");
        }
        throw HttpError.badRequest(name + " expects a number from 0, found \"" + text + "\"");
    }

    /** {@return the whole number given, empty when the parameter is absent} */
    Optional<Long> number(String name, long min, long max) throws HttpError {
        String text = query.get(name);
        if (text == null) return Optional.empty();
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) return Optional.of(value);
        } catch (NumberFormatException e) {
            throw HttpError.badRequest(name + " expects a whole number, found \"" + text + "\"");
        }
        throw HttpError.badRequest(name + " expects a number from " + min + " to " + max + ", found " + text);
    }

    /** {@return the text given, empty when the parameter is absent} */
    Optional<String> text(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** {@return whether it is given as true, empty when the parameter is absent} */
    Optional<Boolean> flag(String name) throws HttpError {
        return word(name, List.of("true", "false")).map("true"::equals);
    }

    /** {@return the word given in lower case, empty when the parameter is absent} */
    Optional<String> word(String name, List<String> choices) throws HttpError {
        String text = query.get(name);
        if (text == null) return Optional.empty();
        String word = text.toLowerCase(Locale.ROOT);
        if (!choices.contains(word)) {
            throw HttpError.badRequest(
                    name + " expects one of " + String.join(", ", choices) + ", found \"" + text + "\"");
        }
        return Optional.of(word);
    }
}
