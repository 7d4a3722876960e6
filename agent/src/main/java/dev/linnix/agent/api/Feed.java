package dev.linnix.agent.api;

import com.sun.net.httpserver.HttpExchange;
import dev.linnix.agent.host.WallClock;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Process events and alerts, and everyone who follows them. Thread-safe. */
final class Feed implements AutoCloseable {
    private final Bell bell = new Bell();
    private final Map<Streams.Reader, Follower> followers = new ConcurrentHashMap<>();
    private final Streams streams;
    private final EventStream events;
    private final AlertStream alerts;
    private final String run;

    Feed(Views views, WallClock clock, int mostReaders, WriteDeadlines deadlines) {
        this.streams = new Streams(mostReaders, deadlines);
        this.events = new EventStream(clock, views.memoryBytes(), views.groups(), this::news);
        this.alerts = new AlertStream(alert -> Json.bytes(views.alert(alert)), this::news);
        this.run = Long.toString(clock.wall(clock.nowNs()).toEpochMilli(), 36);
    }

    Streams streams() {
        return streams;
    }

    EventStream events() {
        return events;
    }

    AlertStream alerts() {
        return alerts;
    }

    /** There are new frames: those who are so far behind that they missed some go, the others are told. */
    private void news() {
        followers.forEach((reader, follower) -> {
            if (follower.isBehind()) reader.drop();
        });
        bell.ring();
    }

    /** Sends what is wanted to one client until it goes; on the request's own thread. */
    void follow(HttpExchange exchange, boolean withEvents, boolean withAlerts, Predicate<Frame> wanted)
            throws HttpError, IOException {
        String lastId = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        streams.serve(exchange, reader -> {
            if (withEvents) events.enter();
            try {
                Follower follower = new Follower(
                        run, withEvents ? events.backlog() : null, withAlerts ? alerts.backlog() : null, wanted);
                follow(reader, follower, lastId);
            } finally {
                followers.remove(reader);
                if (withEvents) events.leave();
            }
        });
    }

    private void follow(Streams.Reader reader, Follower follower, @Nullable String lastId)
            throws IOException, InterruptedException {
        if (lastId != null) follower.resume(lastId.strip(), events.count());
        followers.put(reader, follower);
        follower.follow(reader, bell);
    }

    @Override
    public void close() {
        events.close();
        streams.close();
    }
}
