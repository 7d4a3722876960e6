package dev.linnix.cli.top;

import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks an agent over HTTP, each answer within a deadline and a bound on its size. For one thread at a time. */
final class HttpSource implements Source {
    /** Incidents asked for. */
    static final int INCIDENTS = 50;

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 5_000;
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final long MOST_BYTES = 64L << 20;

    private static final Jsonb JSONB = Jsonb.builder().build();
    private static final JsonType<Answers.Ready> READY = JSONB.type(Answers.Ready.class);
    private static final JsonType<Answers.Status> STATUS = JSONB.type(Answers.Status.class);
    private static final JsonType<Answers.Host> HOST = JSONB.type(Answers.Host.class);
    private static final JsonType<List<Answers.Proc>> PROCESSES =
            JSONB.type(Answers.Proc.class).list();
    private static final JsonType<List<Answers.Incident>> INCIDENT_LIST =
            JSONB.type(Answers.Incident.class).list();

    private final String base;
    private final @Nullable String token;

    /**
     * Creates one; nothing is asked yet.
     *
     * @param base scheme, host and port of the agent
     * @param token sent with each request; null for none
     */
    HttpSource(URI base, @Nullable String token) {
        String text = base.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.token = token;
    }

    @Override
    public String name() {
        return base;
    }

    @Override
    public Sample fetch() throws IOException {
        Instant time = Instant.now();
        return new Sample(
                time,
                need("/readyz", READY, HttpURLConnection.HTTP_UNAVAILABLE),
                need("/status", STATUS, HttpURLConnection.HTTP_OK),
                // An agent that does not tell is one of an earlier version.
                ask("/system", HOST, HttpURLConnection.HTTP_OK),
                need("/processes", PROCESSES, HttpURLConnection.HTTP_OK),
                need("/incidents?limit=" + INCIDENTS, INCIDENT_LIST, HttpURLConnection.HTTP_OK));
    }

    private <T> T need(String path, JsonType<T> type, int alsoGood) throws IOException {
        T answer = ask(path, type, alsoGood);
        if (answer == null)
            throw new IOException(base + path + " is not known there: that is no agent of this version");
        return answer;
    }

    /** {@return the answer; null when there is no such route} */
    private <T> @Nullable T ask(String path, JsonType<T> type, int alsoGood) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        if (token != null) connection.setRequestProperty("Authorization", "Bearer " + token);
        int status = connection.getResponseCode();
        InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        // Closed without being read to its end, a connection is not used again; that is right for an error.
        try (InputStream body = new Bounded(in == null ? InputStream.nullInputStream() : in)) {
            if (status == HttpURLConnection.HTTP_OK || status == alsoGood) return type.fromJson(body);
        } catch (JsonException | IllegalStateException e) {
            throw new IOException(base + path + " answered with something that is not the expected JSON", e);
        }
        if (status == HttpURLConnection.HTTP_NOT_FOUND) return null;
        throw new IOException(refusal(path, status));
    }

    private String refusal(String path, int status) {
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN) {
            return base + " wants a " + (token == null ? "token" : "different token") + " (" + status
                    + "): set LINNIX_API_TOKEN or give --token-file";
        }
        return base + path + " answered " + status;
    }

    /** A body that must end in time and within a size. */
    private static final class Bounded extends FilterInputStream {
        private final long start = System.nanoTime();
        private long taken;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return count(super.read(), 1);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = super.read(into, offset, length);
            return count(got, got);
        }

        private int count(int result, int bytes) throws IOException {
            if (result >= 0) taken += bytes;
            if (taken > MOST_BYTES) throw new IOException("the answer is longer than " + (MOST_BYTES >> 20) + " MB");
            if (System.nanoTime() - start > ANSWER_NANOS) throw new IOException("the answer did not end within 8 s");
            return result;
        }
    }
}
