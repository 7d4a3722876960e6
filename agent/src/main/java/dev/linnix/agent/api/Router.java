package dev.linnix.agent.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a path. A pattern is a path whose segments may be names in braces: {@code /processes/{pid}}. Every
 * route is read-only, so GET and HEAD are the only methods. Built before the server starts, then immutable.
 */
final class Router {
    /** Answers a request. */
    @FunctionalInterface
    interface Handler {
        /** {@return the response; null when the handler has streamed it itself} */
        @Nullable
        Response handle(Request request) throws Exception;
    }

    /**
     * A handler and what its pattern's names stand for.
     *
     * @param handler of the route
     * @param path values by name
     */
    record Match(Handler handler, Map<String, String> path) {}

    private record Route(List<String> segments, Handler handler) {
        @Nullable
        Match match(List<String> path) throws HttpError {
            if (path.size() != segments.size()) return null;
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String segment = segments.get(i);
                if (segment.startsWith("{")) {
                    values.put(segment.substring(1, segment.length() - 1), Request.decode(path.get(i)));
                } else if (!segment.equals(path.get(i))) {
                    return null;
                }
            }
            return new Match(handler, values);
        }
    }

    private final List<Route> routes = new ArrayList<>();

    /** Adds a route; of two that match, the one added first wins. */
    Router get(String pattern, Handler handler) {
        routes.add(new Route(List.of(pattern.split("/", -1)), handler));
        return this;
    }

    /** {@return the handler of a raw path} */
    Match find(String method, String path) throws HttpError {
        List<String> segments = List.of(path.split("/", -1));
        for (Route route : routes) {
            Match match = route.match(segments);
            if (match == null) continue;
            if (method.equals("GET") || method.equals("HEAD")) return match;
            throw new HttpError(405, "method not allowed", path + " allows GET and HEAD");
        }
        throw HttpError.notFound("there is nothing at " + path);
    }
}
