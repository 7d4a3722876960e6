package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.RawHttp.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the agent live, and go on answering, when nobody takes the tables it was asked for? Needs root. */
class SlowReadersIT {
    @TempDir
    Path dir;

    private LiveAgent agent;
    private InetSocketAddress api;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        agent = new LiveAgent(dir);
        api = agent.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) socket.close();
        agent.kill();
    }

    @Test
    void readersThatTakeNoTableDoNotFillTheHeap() throws Exception {
        Process forks = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 9000 ]; do (:); i=$((i+1)); done").start();
        assertThat(forks.waitFor(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> number(RawHttp.get(api, "/status").body(), "tombstones") > 8000);
        for (int i = 0; i < 60; i++) slowReader("/processes?dead=true");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> RawHttp.get(api, "/status").body().contains("\"reason\":\"memory_full\""));
        // What their sockets' buffers have taken meanwhile leaves room for a few more.
        Answer refused = await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(250))
                .until(
                        () -> {
                            slowReader("/processes?dead=true");
                            return RawHttp.get(api, "/processes?dead=true");
                        },
                        answer -> answer.status() == 503);
        assertThat(refused.head()).contains("Retry-after: 1");
        String status = RawHttp.get(api, "/status").body();
        assertThat(number(status, "dropped_events_total")).isZero();
        closeAll();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> RawHttp.get(api, "/processes?dead=true").status() == 200);
        assertThat(agent.process().isAlive()).isTrue();
    }

    private void slowReader(String target) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.connect(api);
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void closeAll() throws IOException {
        for (Socket socket : sockets) socket.close();
        sockets.clear();
    }

    private static long number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
        assertThat(matcher.find()).as(name).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
