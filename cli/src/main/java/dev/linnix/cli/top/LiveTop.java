package dev.linnix.cli.top;

import dev.linnix.cli.ExitCode;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jspecify.annotations.Nullable;

/** The full-screen view: waits for a key, a reading or a resize, and draws. */
final class LiveTop {
    /** Events that may wait; the threads that bring them wait in their turn. */
    private static final int WAITING = 256;

    private final FullScreen screen;
    private final Model model;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(WAITING);
    private ViewState state = ViewState.start();
    private ViewState.Shown shown = new ViewState.Shown(1, 0, java.util.List.of());
    private @Nullable Reading held;
    private boolean over;

    private sealed interface Event {}

    private record Pressed(Key key) implements Event {}

    private record Read(Reading reading) implements Event {}

    private record Resized() implements Event {}

    /** The keyboard is gone. */
    private record Hangup() implements Event {}

    LiveTop(FullScreen screen, Model model) {
        this.screen = screen;
        this.model = model;
    }

    /** Takes what the poller brings; called on its thread. */
    void read(Reading reading) {
        put(new Read(reading));
    }

    /**
     * Runs until it is told to end.
     *
     * @return an {@link ExitCode}
     * @throws IOException when the terminal fails
     */
    int run() throws IOException, InterruptedException {
        // One that finds the queue full needs no event: a drawing is due anyway.
        screen.onResize(() -> events.offer(new Resized()));
        Thread keys = new Thread(this::readKeys, "top-keys");
        keys.setDaemon(true);
        keys.start();
        while (!over) {
            draw();
            Event event = events.poll(1, TimeUnit.SECONDS);
            for (; event != null && !over; event = events.poll()) handle(event);
        }
        return ExitCode.FINE;
    }

    private void readKeys() {
        try {
            screen.readKeys(key -> put(new Pressed(key)));
        } catch (IOException _) {
            // The terminal was closed, by the end of the program or by its user.
        }
        put(new Hangup());
    }

    private void put(Event event) {
        try {
            events.put(event);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // Closed; nobody waits for it.
        }
    }

    private void draw() throws IOException {
        Size size = screen.size();
        Frame frame = Views.frame(model, state, size.getColumns(), size.getRows(), Instant.now());
        shown = frame.shown();
        screen.draw(frame.lines());
    }

    private void handle(Event event) throws IOException, InterruptedException {
        switch (event) {
            case Read(Reading reading) -> take(reading);
            case Pressed(Key key) -> press(key);
            case Resized() -> screen.invalidate();
            case Hangup() -> over = true;
        }
    }

    private void take(Reading reading) {
        if (state.paused()) held = reading;
        else model.accept(reading);
    }

    private void press(Key key) throws IOException, InterruptedException {
        ViewState.Step step = state.on(key, shown);
        state = step.state();
        Reading waiting = held;
        if (!state.paused() && waiting != null) {
            held = null;
            model.accept(waiting);
        }
        switch (step.action()) {
            case QUIT -> over = true;
            case SUSPEND -> screen.suspend();
            case REDRAW -> screen.invalidate();
            case NONE -> {}
        }
    }
}
