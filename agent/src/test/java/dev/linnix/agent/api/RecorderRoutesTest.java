package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.RawHttp.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Are recordings handed out to a few at a time, and does one that fails leave nothing behind? */
class RecorderRoutesTest {
    private static final String TOKEN = "token-of-a-test";
    /** What ends a body that is whole. */
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    @TempDir
    Path dir;

    private TestApi running;
    private final List<Socket> followers = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket follower : followers) follower.close();
        running.close();
    }

    private void start() throws Exception {
        running = new TestApi(dir, true, TestApi.options(TOKEN, null));
    }

    private void startRecording() throws Exception {
        start();
        await().until(() -> running.recorder.status().on());
    }

    private static String request(String target) {
        return "POST " + target + " HTTP/1.1\nHost: localhost\nContent-Length: 0\nAuthorization: Bearer " + TOKEN
                + "\n";
    }

    private Answer post(String target) throws IOException {
        return running.send(request(target));
    }

    /** {@return what is sent to one who follows, once it is being served} */
    private InputStream follow(String id) throws IOException {
        Socket socket = new Socket(running.address.getAddress(), running.address.getPort());
        followers.add(socket);
        socket.setSoTimeout(60_000);
        String request = request("/recorder/follow?seconds=3600&id=" + id) + "\n";
        socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        byte[] status = in.readNBytes("HTTP/1.1 200".length());
        assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        return in;
    }

    private static String rest(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void oneMoreReaderThanThereMayBeIsToldToComeAgainAndCanOnceOneHasGone() throws Exception {
        startRecording();
        List<InputStream> bodies = new ArrayList<>();
        for (int i = 0; i < RecorderRoutes.MOST_READERS; i++) bodies.add(follow("reader-" + i));
        for (String target : List.of("/recorder/save", "/recorder/follow?id=late")) {
            Answer refused = post(target);
            assertThat(refused.status()).as(target).isEqualTo(503);
            assertThat(refused.head()).contains("Retry-after: 1");
            assertThat(refused.body()).contains("already 4 recordings are being handed out");
        }
        assertThat(post("/recorder/stop?id=reader-0").status()).isEqualTo(200);
        Socket first = followers.getFirst();
        first.shutdownOutput();
        assertThat(rest(bodies.getFirst()).endsWith(LAST_CHUNK)).as("whole").isTrue();
        await().until(() -> post("/recorder/save").status() == 200);
        assertThat(post("/recorder/stop?id=late").status()).as("it was refused").isEqualTo(404);
    }

    @Test
    void anIdBelongsToOneFollowerAtATime() throws Exception {
        startRecording();
        InputStream body = follow("mine");
        Answer second = post("/recorder/follow?id=mine");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body()).contains("a recording with the id mine is followed already");
        assertThat(post("/recorder/stop?id=mine").status())
                .as("the first still has it")
                .isEqualTo(200);
        followers.getFirst().shutdownOutput();
        assertThat(rest(body).endsWith(LAST_CHUNK)).as("whole").isTrue();
    }

    @Test
    void aFollowerThatCannotBeServedLeavesItsIdAndItsPlaceToTheNext() throws Exception {
        Files.createFile(dir.resolve("recorder"));
        start();
        await().until(() -> String.valueOf(running.recorder.status().reason()).contains("FileAlreadyExists"));
        for (int i = 0; i <= RecorderRoutes.MOST_READERS; i++) {
            Answer refused = post("/recorder/follow?id=mine");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("the flight recorder is off: ");
        }
        assertThat(post("/recorder/stop?id=mine").status()).isEqualTo(404);
    }

    @Test
    void whoFollowsARecorderThatFailsIsCutOffSoThatItKnows() throws Exception {
        startRecording();
        InputStream body = follow("mine");
        Path recorder = dir.resolve("recorder");
        String newest;
        try (Stream<Path> files = Files.list(recorder)) {
            newest = files.map(file -> file.getFileName().toString())
                    .sorted()
                    .toList()
                    .getLast();
        }
        long number = Long.parseLong(newest.replaceAll("\\D", ""));
        Files.createDirectory(recorder.resolve("segment-%08d.linnix".formatted(number + 1)));
        assertThat(post("/recorder/save").status()).as("what there is").isEqualTo(200);
        String rest = rest(body);
        assertThat(rest.contains("LNXREC")).isTrue();
        assertThat(rest.endsWith(LAST_CHUNK)).as("looks whole").isFalse();
        assertThat(running.api.failures()).isZero();
        await().until(() -> running.recorder.status().on());
    }
}
