package dev.linnix.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.RawHttp.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do readers that do not read, requests that are none, and crowds of scrapers leave the agent as it was? Needs root. */
class FloodIT {
    private static final int SLOW_READERS = 100;
    private static final int MALFORMED = 1000;
    private static final int SCRAPES = 50;
    private static final long MOST_GROWTH_KB = 10 << 10;

    @TempDir
    Path dir;

    private Process agent;
    private InetSocketAddress api;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Path log = dir.resolve("log");
        agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(),
                        "--listen",
                        "127.0.0.1:0",
                        "--state-dir",
                        dir.resolve("state").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(agent.isAlive()).as(Files.readString(log)).isTrue();
            return Files.readString(log).contains("API on");
        });
        String url = Files.readString(dir.resolve("state/api.address")).strip();
        api = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(url).getPort());
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) socket.close();
        agent.destroyForcibly().waitFor();
    }

    @Test
    void nothingIsLostAndTheAgentDoesNotGrow() throws Exception {
        // Once each before measuring, so that what is only loaded once is not taken for growth.
        flood(10, 50, 5);
        closeAll();
        long before = residentKb();
        try (SseHonest honest = new SseHonest()) {
            flood(SLOW_READERS, MALFORMED, SCRAPES);
            // Whoever reads still hears of a process at once.
            Process child = new ProcessBuilder("sh", "-c", "exit 7").start();
            honest.awaitExitOf(child.pid());
        }
        String status = RawHttp.get(api, "/status").body();
        assertThat(number(status, "dropped_events_total")).isZero();
        assertThat(number(status, "engine_errors")).isZero();
        assertThat(number(status, "refused")).isPositive();
        assertThat(status).doesNotContain("\"hop\":\"kernel\"").doesNotContain("\"reason\":\"error\"");
        assertThat(RawHttp.get(api, "/readyz").body()).contains("\"ready\":true");
        assertThat(residentKb() - before).isLessThanOrEqualTo(MOST_GROWTH_KB);
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
        Answer refused = RawHttp.get(api, "/processes?dead=true");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.head()).contains("Retry-after: 1");
        String status = RawHttp.get(api, "/status").body();
        assertThat(number(status, "dropped_events_total")).isZero();
        closeAll();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> RawHttp.get(api, "/processes?dead=true").status() == 200);
        assertThat(agent.isAlive()).isTrue();
    }

    private void flood(int slow, int malformed, int scrapes) throws Exception {
        for (int i = 0; i < slow; i++) slowReader(i % 2 == 0 ? "/stream" : "/processes/live");
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Callable<Integer>> work = new ArrayList<>();
            Random random = new Random(7);
            for (int i = 0; i < malformed; i++) {
                byte[] junk = junk(random, i);
                work.add(() -> send(junk));
            }
            for (int i = 0; i < scrapes; i++) work.add(() -> scrape("/status"));
            for (int i = 0; i < scrapes; i++) work.add(() -> scrape("/processes"));
            for (Future<Integer> each : threads.invokeAll(work)) each.get(60, TimeUnit.SECONDS);
        }
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

    /** A crowd may be turned away, with a reason; it must be answered. */
    private int scrape(String target) throws IOException {
        Answer answer = RawHttp.get(api, target);
        assertThat(answer.status()).isIn(200, 503);
        return answer.status();
    }

    private static byte[] junk(Random random, int i) {
        byte[] bytes = new byte[200];
        random.nextBytes(bytes);
        String text = switch (i % 6) {
            case 0 -> "GET /status?x=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n";
            case 1 -> "GET /processes/" + i + "x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            case 2 -> "POST /status HTTP/1.1\r\nHost: evil.example\r\nContent-Length: -5\r\n\r\n";
            case 3 -> "GET / HTTP/1.1\r\nContent-Length: 99999999999\r\nHost: localhost\r\n\r\nabc";
            case 4 -> "\r\n\r\n\0\0\0\r\n";
            default -> new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n\r\n";
        };
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private int send(byte[] junk) throws IOException {
        try (Socket socket = new Socket(api.getAddress(), api.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(junk);
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes().length;
        } catch (java.net.SocketException e) {
            // Cut off: that is an answer too.
            return 0;
        }
    }

    private long residentKb() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + agent.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", ""));
        }
        throw new IllegalStateException("no VmRSS");
    }

    private static long number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
        assertThat(matcher.find()).as(name).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** A reader that reads. */
    private final class SseHonest implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        SseHonest() throws IOException {
            socket = new Socket(api.getAddress(), api.getPort());
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET /stream?types=exit HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void awaitExitOf(long pid) throws IOException {
            while (true) {
                String line = lines.readLine();
                if (line == null) throw new IOException("the honest reader was disconnected");
                if (line.contains("\"pid\":" + pid + ",")) {
                    assertThat(line).contains("\"exit_code\":7");
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
