package dev.linnix.cli.compat;

import static org.awaitility.Awaitility.await;

import io.avaje.jsonb.Jsonb;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Asks each route as its clients did. */
final class RouteWalk {
    private static final String ARRAY = "array of ";

    private final Surface surface;
    private final LiveAgent agent;
    private final Misses misses;
    private final Shapes shapes;
    private final List<Route> routes;
    private final Map<Route, Queue<String>> streams = new HashMap<>();

    /** A route of the description. */
    private record Route(String method, String path, Map<String, Object> properties) {
        static Route of(Map<String, Object> properties) {
            String[] words = properties.get("route").toString().split(" ");
            return new Route(words[0], words[1], properties);
        }

        String where() {
            return method + " " + path;
        }

        List<String> asks() {
            return Surface.texts(properties.get("asks"));
        }
    }

    RouteWalk(Surface surface, LiveAgent agent, Misses misses) {
        this.surface = surface;
        this.agent = agent;
        this.misses = misses;
        this.shapes = new Shapes(surface.named("shapes"), misses);
        this.routes = surface.things("routes").stream().map(Route::of).toList();
    }

    /** Begins to read every stream; {@return how many there are} */
    int follow() {
        for (Route route : routes) {
            if (route.properties.containsKey("events")) streams.put(route, agent.follow(route.path));
        }
        return streams.size();
    }

    /** Asks everything. */
    void walk(long pid, String incident) throws Exception {
        for (Route route : routes) {
            String target = route.path
                    .replace("{pid}", String.valueOf(pid))
                    .replace("{ppid}", String.valueOf(ProcessHandle.current().pid()))
                    .replace("{id}", incident);
            expect(route, agent.withoutToken(route.method, target), 401);
            expect(route, route.method.equals("GET") ? agent.post(target, "text/plain", "") : agent.get(target), 405);
            if (streams.containsKey(route)) {
                checkEvents(route);
                continue;
            }
            HttpResponse<String> answer = ask(route, target);
            if (answer.statusCode() == 503 && route.properties.containsKey("part")) absent(route, answer);
            else checkAnswer(route, answer);
            for (String query : route.asks()) {
                int status = agent.get(target + "?" + query).statusCode();
                if (status != answer.statusCode()) {
                    misses.different(route.where(), query, "answered " + status);
                }
            }
            for (Object error : Surface.list(route.properties.get("errors"))) {
                String[] words = error.toString().split(" ");
                expect(route, agent.get(words[1]), Integer.parseInt(words[0]));
            }
        }
        shapes.judge();
        if (agent.get("/no/such/route").statusCode() != 404) misses.different("GET", "/no/such/route", "is not 404");
        listeners();
    }

    private HttpResponse<String> ask(Route route, String target) throws Exception {
        if (route.properties.get("json") instanceof String body) return agent.post(target, "application/json", body);
        if (route.properties.get("form") instanceof String body) {
            return agent.post(target, "application/x-www-form-urlencoded", body);
        }
        return agent.get(target);
    }

    private void expect(Route route, HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            misses.different(
                    route.where(), String.valueOf(status), "answered " + answer.statusCode() + " " + answer.body());
        }
    }

    private void absent(Route route, HttpResponse<String> answer) {
        Map<String, Object> error = Surface.map(json(answer.body()));
        misses.dropped(route.method, route.path, String.valueOf(error.getOrDefault("detail", "")));
    }

    private void checkAnswer(Route route, HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            misses.different(route.where(), "200", "answered " + answer.statusCode() + " " + answer.body());
            return;
        }
        String shape = route.properties.get("answer").toString();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        switch (shape) {
            case "page" -> {}
            case "text" -> {
                if (!type.startsWith("text/plain; version=0.0.4")) misses.different(route.where(), type, "is the type");
            }
            default -> {
                if (!type.startsWith("application/json")) misses.different(route.where(), type, "is the type");
                checkJson(route, shape, json(answer.body()));
            }
        }
    }

    private void checkJson(Route route, String shape, Object json) {
        boolean array = shape.startsWith(ARRAY);
        if (array != json instanceof List) {
            misses.different(route.where(), shape, "is the answer no more");
            return;
        }
        List<Object> samples = array ? Surface.list(json) : List.of(json);
        if (samples.isEmpty()) misses.different(route.where(), shape, "is empty, so that it cannot be checked");
        else shapes.add(array ? shape.substring(ARRAY.length()) : shape, samples);
    }

    /** Streams had a fault to tell of; some tell again and again. */
    private void checkEvents(Route route) {
        Surface.map(route.properties.get("events")).forEach((name, shape) -> {
            Queue<String> lines = streams.get(route);
            List<Object> seen = new ArrayList<>();
            try {
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    seen.clear();
                    seen.addAll(events(lines).getOrDefault(name, List.of()));
                    return !seen.isEmpty() && lines.contains(": keep-alive");
                });
                shapes.add(shape.toString(), seen);
            } catch (org.awaitility.core.ConditionTimeoutException e) {
                misses.different(route.where(), name, "event or keep-alive does not come");
            }
        });
    }

    private static Map<String, List<Object>> events(Queue<String> lines) {
        Map<String, List<Object>> events = new TreeMap<>();
        for (String frame : lines.stream().collect(Collectors.joining("\n")).split("\n\n")) {
            String name = "";
            for (String line : frame.split("\n")) {
                if (line.startsWith("event: ")) name = line.substring("event: ".length());
                if (line.startsWith("data: ") && line.endsWith("}")) {
                    events.computeIfAbsent(name, n -> new ArrayList<>()).add(json(line.substring("data: ".length())));
                }
            }
        }
        return events;
    }

    private void listeners() throws Exception {
        List<String> operational = Surface.texts(surface.list("operational"));
        for (String target : operational) {
            int status = agent.operational(target).statusCode();
            if (status != 200) misses.different("operational listener", target, "answered " + status);
        }
        for (Route route : routes) {
            if (operational.contains(route.path) || route.method.equals("POST")) continue;
            int status = agent.operational(route.path.replaceAll("[{}]", "")).statusCode();
            if (status != 404) misses.different("operational listener", route.path, "answered " + status);
        }
        String status = agent.overSocket(surface.text("unix_socket"));
        if (!status.contains(" 200 ")) misses.different("Unix socket", "api.unix_socket", "answered " + status);
    }

    static String text(Object json) {
        return Jsonb.instance().type(Object.class).toJson(json);
    }

    static Object json(String text) {
        return Jsonb.instance().type(Object.class).fromJson(text);
    }
}
