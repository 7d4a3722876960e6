package dev.linnix.cli.demo;

import dev.linnix.cli.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks an agent on this host. Thread-safe. */
final class AgentClient {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 5_000;
    private static final int MOST_HEAD = 8_192;

    private final URI address;
    private final Json<AlertSeen> alerts = Json.of(AlertSeen.class);
    private final Json<Readiness> readiness = Json.of(Readiness.class);

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body text, empty when there was none
     */
    record Answer(int status, String body) {}

    /**
     * Why the agent is not ready.
     *
     * @param reason one or more sentences
     */
    @io.avaje.jsonb.Json
    record Readiness(@Nullable String reason) {}

    AgentClient(URI address) {
        this.address = address;
    }

    URI address() {
        return address;
    }

    /**
     * Asks once.
     *
     * @param path and query
     * @throws IOException when there is no answer
     */
    Answer get(String path) throws IOException {
        HttpURLConnection connection = connect(path);
        try {
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } finally {
            connection.disconnect();
        }
    }

    /**
     * Opens a stream of server-sent events. A socket of its own rather than a connection of the JDK, which cannot be
     * closed while another thread reads from it; HTTP/1.0, so that what follows the head is the stream as it is.
     *
     * @param path and query
     * @return connected, to be read from the start of the stream; closing it ends a read that waits
     * @throws IOException when the agent does not answer or refuses
     */
    Socket stream(String path) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MILLIS);
            String request = "GET " + path + " HTTP/1.0\r\nHost: " + address.getAuthority()
                    + "\r\nAccept: text/event-stream\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(READ_MILLIS);
            String status = headLine(socket.getInputStream());
            for (String line = status; !line.isEmpty(); ) line = headLine(socket.getInputStream());
            if (!status.matches("HTTP/1\\.[01] 200.*")) {
                throw new IOException(address.resolve(path) + " answered " + status);
            }
            socket.setSoTimeout(0);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String headLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MOST_HEAD) throw new IOException("the agent's answer has no proper head");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    /** {@return the alerts the agent remembers} */
    List<AlertSeen> timeline() throws IOException {
        Answer answer = get("/timeline");
        if (answer.status != HttpURLConnection.HTTP_OK) {
            throw new IOException(address.resolve("/timeline") + " answered " + answer.status);
        }
        return alerts.readList(answer.body);
    }

    /** {@return why the agent is not ready, by its answer to /readyz} */
    String reason(Answer answer) {
        String reason = readiness.read(answer.body).reason();
        return reason == null ? "it answers " + answer.status : reason;
    }

    /** {@return the alert of an event's data} */
    AlertSeen alert(String data) {
        return alerts.read(data);
    }

    private HttpURLConnection connect(String path) throws IOException {
        var connection = (HttpURLConnection) address.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        return connection;
    }
}
