package dev.linnix.agent.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One route and what {@code /openapi.json} says of it.
 *
 * @param method GET, which also allows HEAD, POST or DELETE
 * @param pattern a path whose segments may be names in braces: {@code /processes/{pid}}
 * @param summary one sentence
 * @param parameters of path and query; a query parameter that is not listed is refused
 * @param result of the response
 * @param withToken whether the token is needed in any case: the route changes something, or hands out evidence
 * @param handler that answers
 */
record Route(
        String method,
        String pattern,
        String summary,
        List<Parameter> parameters,
        Result result,
        boolean withToken,
        Handler handler) {

    /** Answers a request. */
    @FunctionalInterface
    interface Handler {
        /** {@return the response; null when the handler has streamed it itself} */
        @Nullable
        Response handle(Request request) throws Exception;
    }

    /**
     * A parameter.
     *
     * @param name of it
     * @param in {@code path} or {@code query}
     * @param type {@code string}, {@code integer} or {@code boolean}
     * @param description what it expects
     */
    record Parameter(String name, String in, String type, String description) {}

    /** What a response holds. */
    enum Shape {
        /** One JSON object. */
        OBJECT,
        /** A JSON array. */
        ARRAY,
        /** Server-sent events. */
        STREAM,
        /** Lines of text. */
        TEXT,
        /** Bytes of any length, sent as they are read. */
        BYTES,
        /** Never more than an error. */
        ERROR
    }

    /**
     * A successful response.
     *
     * @param shape of its body
     * @param schema record of the object, or of each element or event; null when there is none
     */
    record Result(Shape shape, @Nullable Class<?> schema) {}

    static Builder get(String pattern, String summary) {
        return new Builder("GET", pattern, summary);
    }

    static Builder delete(String pattern, String summary) {
        return new Builder("DELETE", pattern, summary);
    }

    static Builder post(String pattern, String summary) {
        return new Builder("POST", pattern, summary);
    }

    /** {@return whether a request with this method is meant for the route} */
    boolean takes(String requested) {
        return requested.equals(method) || (requested.equals("HEAD") && method.equals("GET") && !streams());
    }

    /** {@return whether it may answer for as long as the client stays} */
    boolean streams() {
        return result.shape() == Shape.STREAM || result.shape() == Shape.BYTES;
    }

    /** {@return the methods it takes} */
    String allowed() {
        return method.equals("GET") && !streams() ? "GET, HEAD" : method;
    }

    boolean hasQuery(String name) {
        return parameters.stream()
                .anyMatch(p -> p.in().equals("query") && p.name().equals(name));
    }

    /** Collects the parts of a route. */
    static final class Builder {
        private final String method;
        private final String pattern;
        private final String summary;
        private final List<Parameter> parameters = new ArrayList<>();
        private Result result = new Result(Shape.ERROR, null);
        private boolean withToken;

        private Builder(String method, String pattern, String summary) {
            this.method = method;
            this.pattern = pattern;
            this.summary = summary;
            this.withToken = !method.equals("GET");
        }

        Builder withToken() {
            withToken = true;
            return this;
        }

        Builder path(String name, String type, String description) {
            parameters.add(new Parameter(name, "path", type, description));
            return this;
        }

        Builder query(String name, String type, String description) {
            parameters.add(new Parameter(name, "query", type, description));
            return this;
        }

        Builder object(Class<?> schema) {
            result = new Result(Shape.OBJECT, schema);
            return this;
        }

        Builder array(Class<?> element) {
            result = new Result(Shape.ARRAY, element);
            return this;
        }

        Builder stream(Class<?> event) {
            result = new Result(Shape.STREAM, event);
            return this;
        }

        Builder text() {
            result = new Result(Shape.TEXT, null);
            return this;
        }

        Builder bytes() {
            result = new Result(Shape.BYTES, null);
            return this;
        }

        /** {@return the route} */
        Route answer(Handler handler) {
            return new Route(method, pattern, summary, List.copyOf(parameters), result, withToken, handler);
        }
    }
}
