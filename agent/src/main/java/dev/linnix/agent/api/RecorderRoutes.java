package dev.linnix.agent.api;

import dev.linnix.agent.api.json.RecorderJson;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.recorder.FlightRecorder;
import dev.linnix.agent.recorder.RecorderStatus;
import dev.linnix.agent.recorder.Transfers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The flight recorder: how it is, and what it has recorded, as a stream of bytes that is never there as a whole. */
final class RecorderRoutes {
    /** Recordings handed out at one time: each may keep a file that was removed from being given back. */
    static final int MOST_READERS = 4;

    static final int LONGEST_FOLLOW_SECONDS = 86_400;

    private static final int DEFAULT_FOLLOW_SECONDS = 60;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern UNIX = Pattern.compile("\\d{1,11}");

    private final FlightRecorder recorder;
    private final Streams streams;
    private final WallClock clock;
    /** Recordings that can be ended by name; as many as there are readers at most. */
    private final Map<String, AtomicBoolean> followed = new ConcurrentHashMap<>();

    private final Semaphore readers = new Semaphore(MOST_READERS);

    RecorderRoutes(FlightRecorder recorder, Streams streams, WallClock clock) {
        this.recorder = recorder;
        this.streams = streams;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/recorder", "How the flight recorder is.")
                        .object(RecorderJson.class)
                        .answer(request -> Response.ok(view(recorder.status()))),
                Route.post("/recorder/save", "The recording of a time: every segment that holds anything of it.")
                        .query("from", "string", "RFC 3339 or Unix seconds; default the oldest there is")
                        .query("to", "string", "RFC 3339 or Unix seconds; default now")
                        .bytes()
                        .answer(this::save),
                Route.post("/recorder/follow", "A recording as it is written, from a new segment on.")
                        .query("seconds", "integer", "how long, 1 to 86400; default 60")
                        .query(
                                "id",
                                "string",
                                "a name of your choice, up to 64 letters, digits and dashes, to end it by")
                        .bytes()
                        .answer(this::follow),
                Route.post("/recorder/stop", "Ends a recording that is followed, so that it is whole.")
                        .query("id", "string", "what the follower named it")
                        .object(RecorderJson.class)
                        .answer(this::stop));
    }

    static RecorderJson view(RecorderStatus status) {
        Instant oldest = status.oldest();
        return new RecorderJson(
                status.on() ? "on" : "off",
                status.reason(),
                status.segments(),
                status.bytes(),
                status.minutes(),
                status.mostBytes(),
                oldest == null ? null : oldest.toString(),
                status.records(),
                status.writtenBytes(),
                status.gaps(),
                status.dropped().stream()
                        .filter(drop -> drop.records() > 0)
                        .map(drop -> new RecorderJson.Dropped(drop.reason(), drop.records(), drop.bytes()))
                        .toList(),
                status.cpuNs() / 1e9);
    }

    private @Nullable Response save(Request request) throws Exception {
        Instant from = time(request, "from", Instant.MIN);
        Instant to = time(request, "to", clock.wall(clock.nowNs()));
        if (to.isBefore(from)) throw HttpError.badRequest("to lies before from");
        Transfers transfers = recorder.transfers();
        serve(request, () -> {
            if (!transfers.isWrittenUpTo(to)) transfers.beginSegment();
            List<Long> segments = transfers.find(from, to);
            if (segments.isEmpty()) throw nothing();
            return reader -> transfers.save(segments, reader::write);
        });
        return null;
    }

    private @Nullable Response follow(Request request) throws Exception {
        Duration time = Duration.ofSeconds(
                request.number("seconds", 1, LONGEST_FOLLOW_SECONDS).orElse((long) DEFAULT_FOLLOW_SECONDS));
        String id = id(request).orElse(null);
        Transfers transfers = recorder.transfers();
        AtomicBoolean ended = new AtomicBoolean();
        if (id != null && followed.putIfAbsent(id, ended) != null) {
            throw new HttpError(409, "conflict", "a recording with the id " + id + " is followed already");
        }
        try {
            serve(request, () -> {
                if (!transfers.beginSegment()) throw nothing();
                long begun = System.nanoTime();
                BooleanSupplier over = () -> ended.get() || System.nanoTime() - begun >= time.toNanos();
                return reader -> transfers.follow(over, reader::isServed, reader::write);
            });
        } finally {
            if (id != null) followed.remove(id, ended);
        }
        return null;
    }

    private Response stop(Request request) throws HttpError {
        String id = id(request).orElseThrow(() -> HttpError.badRequest("id is missing: whose recording is to end?"));
        AtomicBoolean ended = followed.get(id);
        if (ended == null) throw HttpError.notFound("no recording with the id " + id + " is followed");
        ended.set(true);
        return Response.ok(view(recorder.status()));
    }

    private static Optional<String> id(Request request) throws HttpError {
        Optional<String> id = request.text("id");
        if (id.isPresent() && !ID.matcher(id.get()).matches()) {
            throw HttpError.badRequest("id expects up to 64 letters, digits and dashes");
        }
        return id;
    }

    /** Gets ready while an error can still be one, and says what is to be sent then. */
    @FunctionalInterface
    private interface Preparation {
        Streams.Sender prepare() throws HttpError, InterruptedException;
    }

    private void serve(Request request, Preparation preparation) throws Exception {
        if (!readers.tryAcquire()) {
            throw HttpError.busy("already " + MOST_READERS + " recordings are being handed out");
        }
        try {
            Streams.Sender sender = preparation.prepare();
            streams.serve(request.exchange(), Response.BYTES, sender);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpError.stopping();
        } finally {
            readers.release();
        }
    }

    private HttpError nothing() {
        RecorderStatus status = recorder.status();
        if (status.reason() != null) return HttpError.unavailable("the flight recorder is off: " + status.reason());
        if (status.oldest() == null) return HttpError.busy("nothing is recorded yet");
        return HttpError.notFound("nothing is recorded of this time; the recording begins at " + status.oldest());
    }

    private static Instant time(Request request, String name, Instant otherwise) throws HttpError {
        String text = request.text(name).orElse(null);
        if (text == null) return otherwise;
        try {
            return UNIX.matcher(text).matches()
                    ? Instant.ofEpochSecond(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw HttpError.badRequest(
                    name + " expects RFC 3339, as in 2026-01-31T12:00:00Z, or Unix seconds, found \"" + text + "\"");
        }
    }
}
