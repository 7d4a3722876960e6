package dev.linnix.agent.api;

import dev.linnix.agent.respond.AlertResponder;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.ProcessRef;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Turns every change of an alert into a frame, {@code event: alert} and one line of JSON, and keeps the latest for those
 * who come back. Called by one thread.
 */
final class AlertStream implements AlertResponder {
    /** Alerts kept; a reader may be behind by so many. */
    static final int KEPT = 256;

    private static final long MOST_BYTES = 4 << 20;

    private final Function<Alert, byte[]> json;
    private final Runnable onFrames;
    private final Backlog backlog = new Backlog(KEPT, MOST_BYTES);
    private final AtomicLong fired = new AtomicLong();

    /** Creates a stream that calls {@code onFrames} after a frame was added. */
    AlertStream(Function<Alert, byte[]> json, Runnable onFrames) {
        this.json = json;
        this.onFrames = onFrames;
    }

    @Override
    public void respond(Alert alert) {
        if (alert.state() == AlertState.FIRING) fired.incrementAndGet();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        bytes.writeBytes("event: alert\ndata: ".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(json.apply(alert));
        bytes.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        ProcessRef named = alert.named();
        backlog.add(new Frame(
                backlog.latest() + 1,
                "alert",
                named == null ? -1 : named.pid(),
                named == null ? "" : named.comm(),
                bytes.toByteArray()));
        onFrames.run();
    }

    /** {@return times an alert fired} */
    long fired() {
        return fired.get();
    }

    Backlog backlog() {
        return backlog;
    }
}
