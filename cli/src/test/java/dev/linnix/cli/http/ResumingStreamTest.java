package dev.linnix.cli.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Does a stream end when it is closed, whatever it is doing? */
class ResumingStreamTest {
    private static final String HEAD = "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private static final ResumingStream.Listener NOBODY = new ResumingStream.Listener() {
        @Override
        public void broken(String why) {}

        @Override
        public void resumed(Duration without) {}
    };

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void oneThatIsClosedWhileItComesBackEnds() throws Exception {
        CompletableFuture<ResumingStream> opened = new CompletableFuture<>();
        try (ServerSocket server = new ServerSocket(0, 2, InetAddress.ofLiteral("127.0.0.1"))) {
            CompletableFuture<Socket> second = CompletableFuture.supplyAsync(() -> serve(server, opened));
            AgentHttp http = new AgentHttp(URI.create("http://127.0.0.1:" + server.getLocalPort()), null);
            try (ResumingStream stream = new ResumingStream(http, "/stream", Duration.ofSeconds(60), NOBODY)) {
                opened.complete(stream);
                assertThatThrownBy(stream::next).isInstanceOf(IOException.class);
            }
            second.get(10, TimeUnit.SECONDS).close();
        }
    }

    /** The first connection ends at once. The second is answered only when the stream has been closed, and stays open. */
    private static Socket serve(ServerSocket server, CompletableFuture<ResumingStream> opened) {
        try {
            try (Socket first = server.accept()) {
                answer(first);
            }
            Socket second = server.accept();
            opened.get(10, TimeUnit.SECONDS).close();
            answer(second);
            return second;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String request = "";
        while (!request.endsWith("\r\n\r\n")) request += (char) in.read();
        socket.getOutputStream().write(HEAD.getBytes(StandardCharsets.US_ASCII));
    }
}
