package dev.linnix.bench;

import dev.linnix.kernel.BootClock;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a stream of an agent as fast as it comes, and notes when each event arrived. */
final class EventStream implements AutoCloseable {
    private static final int CONNECT_MS = 5_000;

    /**
     * An event as it came.
     *
     * @param arrivedNs CLOCK_BOOTTIME, ns
     * @param json as parsed
     */
    record Arrival(long arrivedNs, Map<?, ?> json) {
        /** {@return the text at this key, empty for none} */
        String text(String key) {
            return json.get(key) instanceof String text ? text : "";
        }

        /** {@return the number at this key, 0 for none} */
        long number(String key) {
            return json.get(key) instanceof Number number ? number.longValue() : 0;
        }
    }

    private final HttpURLConnection connection;
    private final Consumer<Arrival> sink;
    private final Thread reader;
    private volatile boolean closed;
    private volatile @Nullable String failure;

    /**
     * Connects, and returns when the agent has accepted.
     *
     * @param sink takes what comes, on a thread of its own
     */
    EventStream(Agent agent, String path, Consumer<Arrival> sink) throws IOException {
        this.sink = sink;
        connection = agent.open(path);
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(0);
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException(path + " answered " + connection.getResponseCode());
        }
        reader = Thread.ofPlatform().daemon().name("bench-events").start(this::read);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = BootClock.nowNs();
                if (!line.startsWith("data:")) continue;
                Object json = Jsonb.instance().type(Object.class).fromJson(line.substring(5));
                if (json instanceof Map<?, ?> map) sink.accept(new Arrival(now, map));
            }
            if (!closed) failure = "the agent ended it";
        } catch (IOException e) {
            if (!closed) failure = e.toString();
        }
    }

    /** Makes sure that it still reads. */
    void check() throws IOException {
        String why = failure;
        if (why != null) throw new IOException("the stream broke: " + why);
    }

    @Override
    public void close() {
        closed = true;
        connection.disconnect();
        reader.interrupt();
    }
}
