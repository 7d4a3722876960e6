package dev.linnix.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linnix.cli.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Does {@code alerts --follow | head -1} end when head does, though no further alert comes? */
class UnreadPipeTest {
    private final CountDownLatch end = new CountDownLatch(1);

    private void oneAlertAndThenSilence(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        String event = "event: alert\ndata: " + Samples.ALERT + "\n\n";
        exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    @Test
    void theCommandEndsWithItsReader() throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/alerts", this::oneAlertAndThenSilence);
        server.start();
        String command = "\"$JAVA\" --enable-native-access=ALL-UNNAMED -cp \"$CLASSES\" dev.linnix.cli.Main"
                + " alerts --follow --json --url http://127.0.0.1:"
                + server.getAddress().getPort()
                + " | head -1; exit \"${PIPESTATUS[0]}\"";
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true);
        builder.environment().put("JAVA", System.getProperty("java.home") + "/bin/java");
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        Process shell = builder.start();
        try {
            boolean ended = shell.waitFor(60, TimeUnit.SECONDS);
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            assertThat(ended).as("ended by itself").isTrue();
            assertThat(shell.exitValue()).isZero();
            assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(Samples.ALERT + "\n");
        } finally {
            shell.destroyForcibly();
            end.countDown();
            server.stop(0);
        }
    }
}
