package dev.linnix.bench;

import dev.linnix.kernel.BootClock;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Listens to the alerts of an agent and notes when each arrived. */
final class AlertStream implements AutoCloseable {
    private static final int CONNECT_MS = 5_000;

    /**
     * An alert as it came.
     *
     * @param arrivedNs CLOCK_BOOTTIME, ns
     * @param json as parsed
     */
    record Arrival(long arrivedNs, Map<?, ?> json) {
        /** {@return the text at this key, empty for none} */
        String text(String key) {
            return json.get(key) instanceof String text ? text : "";
        }
    }

    private final HttpURLConnection connection;
    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final Thread reader;
    private volatile boolean closed;
    private volatile @Nullable String failure;

    /** Connects, and returns when the agent has accepted. */
    AlertStream(Agent agent) throws IOException {
        connection = agent.open("/alerts");
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(0);
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("/alerts answered " + connection.getResponseCode());
        }
        reader = Thread.ofPlatform().daemon().name("bench-alerts").start(this::read);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = BootClock.nowNs();
                if (!line.startsWith("data:")) continue;
                Object json = Jsonb.instance().type(Object.class).fromJson(line.substring(5));
                if (json instanceof Map<?, ?> map) arrivals.add(new Arrival(now, map));
            }
        } catch (IOException e) {
            if (!closed) failure = e.toString();
        }
    }

    /** {@return what came so far} */
    Iterable<Arrival> arrivals() throws IOException {
        String why = failure;
        if (why != null) throw new IOException("the alert stream broke: " + why);
        return arrivals;
    }

    @Override
    public void close() {
        closed = true;
        connection.disconnect();
        reader.interrupt();
    }
}
