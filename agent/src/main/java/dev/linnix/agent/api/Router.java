package dev.linnix.agent.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a path. Of two patterns that match, the one added first wins, whatever the method. Built before the
 * server starts, then immutable.
 */
final class Router {
    /**
     * A route and what its pattern's names stand for.
     *
     * @param route found
     * @param path values by name
     */
    record Match(Route route, Map<String, String> path) {}

    private final List<Route> routes = new ArrayList<>();

    Router add(Route route) {
        routes.add(route);
        return this;
    }

    Router addAll(List<Route> more) {
        routes.addAll(more);
        return this;
    }

    /** {@return every route, in order} */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** {@return the route of a raw path} */
    Match find(String method, String path) throws HttpError {
        List<String> segments = List.of(path.split("/", -1));
        List<Route> others = new ArrayList<>();
        for (Route route : routes) {
            if (!others.isEmpty() && !route.pattern().equals(others.getFirst().pattern())) continue;
            Map<String, String> values = match(route, segments);
            if (values == null) continue;
            if (route.takes(method)) return new Match(route, values);
            others.add(route);
        }
        if (others.isEmpty()) throw HttpError.notFound("there is nothing at " + path);
        String allowed = others.stream().map(Route::allowed).distinct().collect(Collectors.joining(", "));
        throw new HttpError(405, "method not allowed", path + " allows " + allowed).header("Allow", allowed);
    }

    private static @Nullable Map<String, String> match(Route route, List<String> path) throws HttpError {
        String[] pattern = route.pattern().split("/", -1);
        if (path.size() != pattern.length) return null;
        for (int i = 0; i < pattern.length; i++) {
            if (!isName(pattern[i]) && !pattern[i].equals(path.get(i))) return null;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pattern.length; i++) {
            if (!isName(pattern[i])) continue;
            values.put(pattern[i].substring(1, pattern[i].length() - 1), Request.decode(path.get(i)));
        }
        return values;
    }

    private static boolean isName(String segment) {
        return segment.startsWith("{");
    }
}
