package dev.linnix.agent.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A reader's place in the events and alerts it follows: takes what is new from the backlogs, chooses, numbers and sends it.
 * Confined to the reader's thread, but for {@link #isBehind}.
 */
final class Follower {
    /** Why frames are missing that had to make room before their reader came back. */
    static final String NOT_KEPT = "not_kept";

    private static final int BATCH = 64;

    /** Of each kind in one write; more would be kept for every reader that does not read. */
    private static final int MOST_BYTES = 8 << 10;

    /** One kind of frames. */
    private static final class Place {
        private final Backlog backlog;
        private final String kind;
        private volatile long number;

        Place(Backlog backlog, String kind, long number) {
            this.backlog = backlog;
            this.kind = kind;
            this.number = number;
        }
    }

    private final String run;
    private final @Nullable Place events;
    private final @Nullable Place alerts;
    private final Predicate<Frame> wanted;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    /**
     * Creates a follower that begins at what comes next.
     *
     * @param events backlog of process events, null when they are not followed
     * @param alerts backlog of alerts, null when they are not followed
     */
    Follower(String run, @Nullable Backlog events, @Nullable Backlog alerts, Predicate<Frame> wanted) {
        this.run = run;
        this.events = events == null ? null : new Place(events, "event", start(events));
        this.alerts = alerts == null ? null : new Place(alerts, "alert", alerts.latest());
        this.wanted = wanted;
    }

    /** While nothing is recorded nobody can say which number comes next. */
    private static long start(Backlog events) {
        return events.isEmpty() ? Cursor.NEW : events.latest();
    }

    /**
     * Goes back to where a reader has been, as far as frames are kept. What is not is told.
     *
     * @param lastId id of the last event it has seen
     * @param eventsNow number of the latest process event
     */
    void resume(String lastId, long eventsNow) {
        Cursor cursor = Cursor.parse(lastId);
        if (cursor == null || !cursor.run().equals(run)) {
            gap(events != null ? "event" : "alert", null, cursor == null ? "unknown_id" : "agent_restarted");
            return;
        }
        if (events != null && cursor.events() <= eventsNow) resume(events, cursor.events());
        if (alerts != null && cursor.alerts() <= alerts.number) resume(alerts, cursor.alerts());
    }

    private void resume(Place place, long seen) {
        if (seen == Cursor.NEW) return;
        long evicted = place.backlog.evicted();
        place.number = Math.max(seen, evicted);
        if (evicted <= seen) return;
        place.backlog.miss(evicted - seen);
        gap(place.kind, evicted - seen, NOT_KEPT);
    }

    /** {@return what is to be sent now; empty when there is nothing} */
    byte[] take() {
        if (events != null) take(events);
        if (alerts != null) take(alerts);
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    private void take(Place place) {
        int full = out.size() + MOST_BYTES;
        List<Frame> frames;
        do {
            frames = place.backlog.after(place.number, BATCH);
            for (Frame frame : frames) {
                take(place, frame);
                if (out.size() >= full) return;
            }
        } while (frames.size() == BATCH);
    }

    private void take(Place place, Frame frame) {
        if (place.number != Cursor.NEW && frame.number() > place.number + 1) {
            gap(place.kind, frame.number() - place.number - 1, "not_recorded");
        }
        place.number = frame.number();
        if (!wanted.test(frame)) return;
        id();
        out.writeBytes(frame.bytes());
    }

    /** {@return whether something it has not seen had to make room: it reads too slowly; thread-safe} */
    boolean isBehind() {
        return isBehind(events) || isBehind(alerts);
    }

    private static boolean isBehind(@Nullable Place place) {
        return place != null && place.number != Cursor.NEW && place.number < place.backlog.evicted();
    }

    /** {@return a comment that also tells how far it has come, so that nothing passed over is sent again} */
    byte[] keepAlive() {
        out.writeBytes(Streams.KEEP_ALIVE.getBytes(StandardCharsets.US_ASCII));
        id();
        out.write('\n');
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    private void id() {
        Cursor cursor = new Cursor(
                run, events == null ? Cursor.NEW : events.number, alerts == null ? Cursor.NEW : alerts.number);
        out.writeBytes(("id: " + cursor + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void gap(String kind, @Nullable Long lost, String reason) {
        id();
        out.writeBytes("event: gap\ndata: ".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(Json.bytes(
                new dev.linnix.agent.api.json.GapJson(kind, dev.linnix.agent.api.json.Explicit.of(lost), reason)));
        out.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends until the reader goes. */
    void follow(Streams.Reader reader, Bell bell) throws IOException, InterruptedException {
        reader.write(keepAlive());
        long lastWrite = System.nanoTime();
        while (reader.isServed()) {
            long heard = bell.rings();
            byte[] bytes = take();
            long silent = (System.nanoTime() - lastWrite) / 1_000_000;
            if (bytes.length == 0 && silent >= Streams.KEEP_ALIVE_MILLIS) bytes = keepAlive();
            if (bytes.length > 0) {
                reader.write(bytes);
                lastWrite = System.nanoTime();
            } else {
                bell.await(heard, Streams.KEEP_ALIVE_MILLIS - silent);
            }
        }
    }
}
