package dev.linnix.cli.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Asks an agent over HTTP. Never through a proxy, never redirected. Thread-safe. */
public final class AgentHttp {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 5_000;

    /** Silence after which a stream counts as broken; the agent sends a comment every 10 s. */
    private static final int SILENCE_MILLIS = 60_000;

    /** From the question to the end of the answer. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(8);

    private static final int MOST_BODY = 64 << 20;
    private static final int MOST_HEAD = 8_192;
    private static final int MOST_ERROR = 65_536;
    private static final int MOST_FIELDS = 200;

    private final URI address;
    private final @Nullable String token;

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body text, empty when there was none
     * @param date of the agent's clock; null when it does not tell
     */
    public record Answer(int status, String body, @Nullable Instant date) {}

    /** The agent answered, but not with what it was asked for. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Answer answer;

        RefusedException(URI where, Answer answer) {
            super(where + " answered " + answer.status());
            this.answer = answer;
        }

        /** {@return what it answered instead} */
        public Answer answer() {
            return answer;
        }
    }

    /**
     * Creates a client of one agent; nothing is sent yet.
     *
     * @param address {@code http://HOST:PORT}, or https
     * @param token sent as a bearer token; null for none
     */
    public AgentHttp(URI address, @Nullable String token) {
        this.address = address;
        this.token = token;
    }

    /** {@return whether it sends a token} */
    public boolean hasToken() {
        return token != null;
    }

    /** {@return the agent's address} */
    public URI address() {
        return address;
    }

    /**
     * Asks once.
     *
     * @param path and query
     * @throws IOException when there is no answer, one above 64 MB, or one that takes more than 8 s
     */
    public Answer get(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) address.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Accept", "application/json");
        if (token != null) connection.setRequestProperty("Authorization", "Bearer " + token);
        long begin = System.nanoTime();
        int status = connection.getResponseCode();
        if (status < 0) throw new IOException("the answer is no HTTP");
        long date = connection.getDate();
        // Read to its end, the connection serves the next question too.
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? "" : text(in, begin), date == 0 ? null : Instant.ofEpochMilli(date));
        } catch (IOException e) {
            connection.disconnect();
            throw e;
        }
    }

    private static String text(InputStream in, long begin) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        for (int got = in.read(some); got >= 0; got = in.read(some)) {
            body.write(some, 0, got);
            if (body.size() > MOST_BODY)
                throw new IOException("the answer is longer than " + (MOST_BODY >> 20) + " MB");
            if (System.nanoTime() - begin > ANSWER_NANOS) throw new IOException("the answer did not end within 8 s");
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    /**
     * Opens a stream of server-sent events. A socket of its own rather than a connection of the JDK, which cannot be
     * closed while another thread reads from it; HTTP/1.0, so that what follows the head is the stream as it is.
     *
     * @param path and query
     * @param lastId id of the last event there was; null to begin with what comes next
     * @throws RefusedException when the agent answers with anything but a stream
     * @throws IOException when it does not answer
     */
    public EventStream events(String path, @Nullable String lastId) throws IOException {
        Socket socket = connect();
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String last = lastId == null ? "" : "Last-Event-ID: " + lastId + "\r\n";
            ask(socket, in, "GET", path, "HTTP/1.0", "Accept: text/event-stream\r\n" + last);
            return new EventStream(socket, in, lastId);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Has the agent do something and send bytes in return, which may take any time.
     *
     * @param method of HTTP
     * @param path and query
     * @throws RefusedException when the agent answers that it does not
     * @throws IOException when it does not answer
     */
    public Download download(String method, String path) throws IOException {
        Socket socket = connect();
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String more =
                    "Accept: */*\r\n" + (method.equals("GET") ? "" : "Content-Length: 0\r\n") + "Connection: close\r\n";
            Map<String, String> head = ask(socket, in, method, path, "HTTP/1.1", more);
            boolean chunked = head.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
            return new Download(socket, new BodyStream(in, chunked, length(head)));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static @Nullable Long length(Map<String, String> head) throws IOException {
        String told = head.get("content-length");
        if (told == null) return null;
        if (!told.matches("\\d{1,18}")) throw new IOException("the answer has no proper head");
        return Long.valueOf(told);
    }

    /** {@return the fields of the head of a good answer to a request, their names in lower case} */
    private Map<String, String> ask(
            Socket socket, InputStream in, String method, String path, String version, String fields)
            throws IOException {
        String request = method + " " + path + " " + version + "\r\nHost: " + address.getAuthority() + "\r\n" + fields
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        String status = headLine(in);
        if (!status.matches("HTTP/1\\.[01] \\d{3}.*")) throw new IOException("the answer is no HTTP");
        Map<String, String> head = new HashMap<>();
        for (String line = headLine(in); !line.isEmpty(); line = headLine(in)) {
            int colon = line.indexOf(':');
            if (colon < 0 || head.size() == MOST_FIELDS) throw new IOException("the answer has no proper head");
            head.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int code = Integer.parseInt(status.substring(9, 12));
        if (code != HttpURLConnection.HTTP_OK) {
            boolean chunked = head.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
            InputStream body = new BodyStream(in, chunked, length(head));
            String text = new String(body.readNBytes(MOST_ERROR), StandardCharsets.UTF_8);
            throw new RefusedException(address.resolve(path), new Answer(code, text, null));
        }
        socket.setSoTimeout(SILENCE_MILLIS);
        return head;
    }

    private Socket connect() throws IOException {
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        Socket socket = secure ? SSLSocketFactory.getDefault().createSocket() : new Socket(Proxy.NO_PROXY);
        try {
            int port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
            socket.connect(new InetSocketAddress(address.getHost(), port), CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            if (socket instanceof SSLSocket ssl) {
                SSLParameters parameters = ssl.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                ssl.setSSLParameters(parameters);
                ssl.startHandshake();
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String headLine(InputStream in) throws IOException {
        String line = Lines.read(in, MOST_HEAD);
        if (line == null) throw new IOException("the answer has no proper head");
        return line;
    }
}
