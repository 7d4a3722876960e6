package dev.linnix.agent.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** A client of a stream of server-sent events, by socket. */
@NullMarked
final class SseReader implements AutoCloseable {
    /**
     * One event.
     *
     * @param id of it; empty when it has none
     * @param name {@code message} when it has none
     * @param data of it
     */
    record Event(String id, String name, String data) {
        @SuppressWarnings("unchecked")
        Map<String, Object> object() {
            return (Map<String, Object>) TestApi.json(data);
        }
    }

    private final Socket socket = new Socket();
    private final BufferedReader lines;

    /**
     * Connects.
     *
     * @param receiveBuffer bytes; 0 for the usual
     * @param headers lines, each with its end
     */
    SseReader(InetSocketAddress address, String target, int receiveBuffer, String headers) throws IOException {
        if (receiveBuffer > 0) socket.setReceiveBufferSize(receiveBuffer);
        socket.setSoTimeout(30_000);
        socket.connect(address);
        String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static SseReader open(InetSocketAddress address, String target) throws IOException {
        return new SseReader(address, target, 0, "");
    }

    static SseReader resume(InetSocketAddress address, String target, String lastId) throws IOException {
        return new SseReader(address, target, 0, "Last-Event-ID: " + lastId + "\r\n");
    }

    /** Reads up to the first comment, which says that the client is listed. */
    SseReader skipHead() throws IOException {
        while (!": keep-alive".equals(line())) {}
        return this;
    }

    private String line() throws IOException {
        String line = lines.readLine();
        if (line == null) throw new IOException("the stream ended");
        return line;
    }

    /** {@return the next event that has data; chunk sizes and comments are passed over} */
    Event next() throws IOException {
        String id = "";
        String name = "message";
        String data = "";
        while (true) {
            String line = line();
            if (line.startsWith("id: ")) id = line.substring(4);
            if (line.startsWith("event: ")) name = line.substring(7);
            if (line.startsWith("data: ")) data = line.substring(6);
            if (!line.isEmpty()) continue;
            if (!data.isEmpty()) return new Event(id, name, data);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
