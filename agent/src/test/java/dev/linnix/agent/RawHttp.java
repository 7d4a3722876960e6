package dev.linnix.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;

/** One request by socket, so that a test says every byte of it. */
@NullMarked
public final class RawHttp {
    /**
     * An answer.
     *
     * @param status HTTP status
     * @param head status line and headers
     * @param body after them
     */
    public record Answer(int status, String head, String body) {}

    private RawHttp() {}

    /** {@return the answer to a GET with an honest Host header} */
    public static Answer get(InetSocketAddress address, String target) throws IOException {
        return send(address, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    /** {@return the answer to these bytes, read until the server closes} */
    public static Answer send(InetSocketAddress address, String request) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            String head = end < 0 ? text : text.substring(0, end);
            int status = head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
            return new Answer(status, head, end < 0 ? "" : text.substring(end + 4));
        }
    }
}
