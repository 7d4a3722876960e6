package dev.linnix.agent.api;

import dev.linnix.agent.api.json.EventJson;
import dev.linnix.recording.json.AlertJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Process events and alerts as they happen. */
final class StreamRoutes {
    private static final List<String> EVENTS = List.of("fork", "exec", "exit");
    private static final String ALERT = "alert";

    private final Feed feed;

    StreamRoutes(Feed feed) {
        this.feed = feed;
    }

    List<Route> routes() {
        return List.of(
                stream("/stream"),
                stream("/events"),
                Route.get("/alerts", "Every change of an alert, as event: alert.").stream(AlertJson.class)
                        .answer(this::alerts));
    }

    private Route stream(String pattern) {
        return Route.get(pattern, "Process events, without a name, and every change of an alert, as event: alert.")
                .query("types", "string", "of fork, exec, exit and alert, separated by commas; default all")
                .query("pid", "integer", "only of this process, or alerts that name it")
                .query("comm", "string", "only of processes of this name, or alerts that name one")
                .stream(EventJson.class)
                .answer(this::events);
    }

    private @Nullable Response alerts(Request request) throws Exception {
        feed.follow(request.exchange(), false, true, frame -> true);
        return null;
    }

    private @Nullable Response events(Request request) throws Exception {
        Set<String> types = types(request.text("types"));
        Optional<Long> pid = request.number("pid", 0, Integer.MAX_VALUE);
        Optional<String> comm = request.text("comm");
        Predicate<Frame> wanted = frame -> types.contains(frame.type())
                && (pid.isEmpty() || pid.get() == frame.pid())
                && (comm.isEmpty() || comm.get().equals(frame.comm()));
        feed.follow(request.exchange(), EVENTS.stream().anyMatch(types::contains), types.contains(ALERT), wanted);
        return null;
    }

    private static Set<String> types(Optional<String> text) throws HttpError {
        List<String> known = Stream.concat(EVENTS.stream(), Stream.of(ALERT)).toList();
        if (text.isEmpty()) return Set.copyOf(known);
        Set<String> types =
                Stream.of(text.get().toLowerCase(Locale.ROOT).split(",", -1)).collect(Collectors.toSet());
        for (String type : types) {
            if (!known.contains(type)) {
                throw HttpError.badRequest(
                        "types expects some of " + String.join(", ", known) + ", found \"" + type + "\"");
            }
        }
        return types;
    }
}
