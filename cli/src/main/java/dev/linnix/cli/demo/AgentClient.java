package dev.linnix.cli.demo;

import dev.linnix.cli.Json;
import dev.linnix.cli.http.AgentHttp;
import dev.linnix.cli.http.AgentHttp.Answer;
import dev.linnix.cli.http.EventStream;
import dev.linnix.cli.http.ReadyJson;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;

/** Asks an agent of the demo's own. Thread-safe. */
final class AgentClient {
    private final AgentHttp http;
    private final Json<AlertSeen> alerts = Json.of(AlertSeen.class);
    private final Json<ReadyJson> readiness = Json.of(ReadyJson.class);

    /** Creates one; the demo's agents ask nobody who only looks for a token. */
    AgentClient(URI address) {
        http = new AgentHttp(address, null);
    }

    URI address() {
        return http.address();
    }

    /**
     * Asks once.
     *
     * @param path and query
     * @throws IOException when there is no answer
     */
    Answer get(String path) throws IOException {
        return http.get(path);
    }

    /**
     * Opens a stream of server-sent events.
     *
     * @param path and query
     * @throws IOException when the agent does not answer or refuses
     */
    EventStream stream(String path) throws IOException {
        return http.events(path, null);
    }

    /** {@return the alerts the agent remembers} */
    List<AlertSeen> timeline() throws IOException {
        Answer answer = get("/timeline");
        if (answer.status() != HttpURLConnection.HTTP_OK) {
            throw new IOException(address().resolve("/timeline") + " answered " + answer.status());
        }
        return alerts.readList(answer.body());
    }

    /** {@return why the agent is not ready, by its answer to /readyz} */
    String reason(Answer answer) {
        String reason = readiness.read(answer.body()).reason();
        return reason == null ? "it answers " + answer.status() : reason;
    }

    /** {@return the alert of an event's data} */
    AlertSeen alert(String data) {
        return alerts.read(data);
    }
}
