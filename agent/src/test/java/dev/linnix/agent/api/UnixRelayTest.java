package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the Unix socket lead to the API, for those who may, without destroying what is not its own? */
class UnixRelayTest {
    @TempDir
    Path dir;

    private static String ask(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            String request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(8192);
            while (channel.read(answer) >= 0) {}
            return StandardCharsets.UTF_8.decode(answer.flip()).toString();
        }
    }

    @Test
    void leadsToTheApiAndGoesWithIt() throws Exception {
        Path socket = dir.resolve("run/linnix.sock");
        try (TestApi running = new TestApi(dir.resolve("state"), true, TestApi.options(null, socket))) {
            assertThat(running.address).isNotNull();
            for (int i = 0; i < UnixRelay.MOST_CONNECTIONS + 3; i++) {
                assertThat(ask(socket)).startsWith("HTTP/1.1 200").contains("\"status\":\"ok\"");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aSocketLeftBehindIsReplaced() throws Exception {
        Path socket = dir.resolve("left.sock");
        ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        old.bind(UnixDomainSocketAddress.of(socket));
        old.close();
        assertThat(socket).exists();
        try (TestApi running = new TestApi(dir.resolve("state"), true, TestApi.options(null, socket))) {
            assertThat(running.address).isNotNull();
            assertThat(ask(socket)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void anythingElseIsLeftAlone() throws Exception {
        Path file = Files.writeString(dir.resolve("data"), "precious");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is a file that is no socket");
        assertThat(file).hasContent("precious");

        Path used = dir.resolve("used.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(used));
            assertThatThrownBy(() -> open(used))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another program listens");
        }
    }

    private static UnixRelay open(Path path) throws IOException {
        return UnixRelay.open(path, nowhere(), new HashSet<>(), System::nanoTime);
    }

    private static InetSocketAddress nowhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Test
    void theFileSystemLetsInAndNobodyElseGetsInThatWay() throws Exception {
        Path socket = dir.resolve("linnix.sock");
        try (TestApi running = new TestApi(dir.resolve("state"), true, TestApi.options("secret", socket))) {
            assertThat(ask(socket)).startsWith("HTTP/1.1 200");
            assertThat(running.get("/healthz").status()).isEqualTo(401);
        }
    }

    @Test
    void oneTooManyIsToldAndCounted() throws Exception {
        Path socket = dir.resolve("linnix.sock");
        List<SocketChannel> clients = new ArrayList<>();
        try (TestApi running = new TestApi(dir.resolve("state"), true, TestApi.options(null, socket))) {
            for (int i = 0; i < UnixRelay.MOST_CONNECTIONS; i++) {
                clients.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            await().untilAsserted(() ->
                    assertThat(ask(socket)).startsWith("HTTP/1.1 503").contains("\"detail\":"));
            assertThat(running.get("/status").body())
                    .contains("{\"hop\":\"unix_socket\",\"kind\":\"client\",\"reason\":\"too_many\",\"count\":");
        } finally {
            for (SocketChannel client : clients) client.close();
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutAndItsPlaceIsFree() throws Exception {
        AtomicLong now = new AtomicLong();
        BlockingQueue<SocketChannel> arriving = new LinkedBlockingQueue<>();
        try (ServerSocketChannel api = ServerSocketChannel.open()
                        .bind(new InetSocketAddress(nowhere().getAddress(), 0));
                UnixRelay relay = new UnixRelay(
                        dir.resolve("s"),
                        (InetSocketAddress) api.getLocalAddress(),
                        new HashSet<>(),
                        now::get,
                        new Arriving(arriving, 0));
                ServerSocketChannel pairs = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(dir.resolve("pairs")));
                SocketChannel client = SocketChannel.open(pairs.getLocalAddress())) {
            arriving.add(pairs.accept());
            try (SocketChannel there = api.accept()) {
                there.configureBlocking(false);
                ByteBuffer much = ByteBuffer.allocate(1 << 16);
                // Written until nothing more fits: then the relay hangs in its write.
                await().until(() -> {
                    int written = there.write(much.clear());
                    if (written > 0) now.addAndGet(1);
                    return written == 0;
                });
                await().until(() -> {
                    now.addAndGet(WriteDeadlines.LONGEST_NS);
                    relay.enforceDeadlines();
                    return relay.cut() == 1;
                });
                ByteBuffer rest = ByteBuffer.allocate(1 << 20);
                while (client.read(rest.clear()) >= 0) {}
            }
        }
    }

    @Test
    void afterAFailureToAcceptItTriesAgain() throws Exception {
        BlockingQueue<SocketChannel> arriving = new LinkedBlockingQueue<>();
        try (ServerSocketChannel api = ServerSocketChannel.open()
                        .bind(new InetSocketAddress(nowhere().getAddress(), 0));
                UnixRelay relay = new UnixRelay(
                        dir.resolve("s"),
                        (InetSocketAddress) api.getLocalAddress(),
                        new HashSet<>(),
                        System::nanoTime,
                        new Arriving(arriving, 2));
                ServerSocketChannel pairs = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(dir.resolve("pairs")));
                SocketChannel client = SocketChannel.open(pairs.getLocalAddress())) {
            assertThat(client.isConnected()).isTrue();
            arriving.add(pairs.accept());
            try (SocketChannel there = api.accept()) {
                assertThat(there.isConnected()).isTrue();
            }
            assertThat(relay.acceptErrors()).isEqualTo(2);
        }
    }

    /** Gives connections as they arrive, after some failures. */
    private static final class Arriving implements UnixRelay.Listener {
        private final BlockingQueue<SocketChannel> queue;
        private int failures;
        private volatile boolean closed;

        Arriving(BlockingQueue<SocketChannel> queue, int failures) {
            this.queue = queue;
            this.failures = failures;
        }

        @Override
        public SocketChannel accept() throws IOException {
            if (failures-- > 0) throw new IOException("Too many open files");
            try {
                return queue.take();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
