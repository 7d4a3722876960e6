package dev.linnix.cli.top;

import dev.linnix.cli.http.AgentHttp;
import dev.linnix.cli.http.AgentHttp.Answer;
import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes samples of what an agent answers. For one thread at a time. */
final class AgentSource implements Source {
    /** Incidents asked for. */
    static final int INCIDENTS = 50;

    private static final Jsonb JSONB = Jsonb.builder().build();
    private static final JsonType<Answers.Ready> READY = JSONB.type(Answers.Ready.class);
    private static final JsonType<Answers.Status> STATUS = JSONB.type(Answers.Status.class);
    private static final JsonType<Answers.Host> HOST = JSONB.type(Answers.Host.class);
    private static final JsonType<List<Answers.Proc>> PROCESSES =
            JSONB.type(Answers.Proc.class).list();
    private static final JsonType<List<Answers.Incident>> INCIDENT_LIST =
            JSONB.type(Answers.Incident.class).list();

    private final AgentHttp http;

    /** Creates one; nothing is asked yet. */
    AgentSource(AgentHttp http) {
        this.http = http;
    }

    @Override
    public String name() {
        return http.address().toString();
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
        if (answer == null) {
            throw new IOException(name() + path + " is not known there: that is no agent of this version");
        }
        return answer;
    }

    /** {@return the answer; null when there is no such route} */
    private <T> @Nullable T ask(String path, JsonType<T> type, int alsoGood) throws IOException {
        Answer answer = http.get(path);
        int status = answer.status();
        if (status == HttpURLConnection.HTTP_NOT_FOUND) return null;
        if (status != HttpURLConnection.HTTP_OK && status != alsoGood) throw new IOException(refusal(path, status));
        try {
            return type.fromJson(answer.body());
        } catch (JsonException | IllegalStateException e) {
            throw new IOException(name() + path + " answered with something that is not the expected JSON", e);
        }
    }

    private String refusal(String path, int status) {
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN) {
            return name() + " wants a " + (http.hasToken() ? "different token" : "token") + " (" + status
                    + "): set LINNIX_API_TOKEN or give --token-file";
        }
        return name() + path + " answered " + status;
    }
}
