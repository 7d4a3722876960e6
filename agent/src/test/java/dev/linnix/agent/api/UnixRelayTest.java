package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
        assertThatThrownBy(() -> UnixRelay.open(file, address()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is a file that is no socket");
        assertThat(file).hasContent("precious");

        Path used = dir.resolve("used.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(used));
            assertThatThrownBy(() -> UnixRelay.open(used, address()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another program listens");
        }
    }

    private static java.net.InetSocketAddress address() {
        return new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 1);
    }
}
