package dev.linnix.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Server-sent events of one connection. One reader; {@link #close} may be called by any thread and ends its wait. */
public final class EventStream implements AutoCloseable {
    private static final int MOST_EVENT = 4 << 20;

    private final Socket socket;
    private final InputStream in;
    private @Nullable String lastId;

    /**
     * An event.
     *
     * @param name what kind of event; {@code message} when it has no name
     * @param data its text
     * @param id of the event; null when it has none
     */
    public record Event(String name, String data, @Nullable String id) {}

    EventStream(Socket socket, InputStream in, @Nullable String lastId) {
        this.socket = socket;
        this.in = in;
        this.lastId = lastId;
    }

    /**
     * Waits for the next event.
     *
     * @return null when the agent ended the stream
     * @throws IOException when the stream broke, was closed, or gave no sign of life for a minute
     */
    public @Nullable Event next() throws IOException {
        String name = "message";
        String id = null;
        StringBuilder data = new StringBuilder();
        for (String line = Lines.read(in, MOST_EVENT); line != null; line = Lines.read(in, MOST_EVENT)) {
            if (line.isEmpty()) {
                if (id != null) lastId = id;
                if (!data.isEmpty()) return new Event(name, data.substring(0, data.length() - 1), id);
                name = "message";
            } else if (line.startsWith("data:")) {
                data.append(value(line)).append('\n');
                if (data.length() > MOST_EVENT) {
                    throw new IOException("an event is longer than " + MOST_EVENT + " characters");
                }
            } else if (line.startsWith("event:")) {
                name = value(line);
            } else if (line.startsWith("id:")) {
                String value = value(line);
                // It goes into the head of a request one day.
                if (value.chars().noneMatch(Character::isISOControl)) id = value;
            }
        }
        return null;
    }

    /** {@return how far it has come: the id sent last, also without an event; null when there was none} */
    public @Nullable String lastId() {
        return lastId;
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
