package dev.linnix.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.config.ApiOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a port that is taken stop the agent only where the port was asked for? */
class ListenerTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    Path dir;

    private static ApiOptions metricsOn(ServerSocket taken, boolean asked) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
        return new ApiOptions(ANY, null, address, asked, 1, null, true);
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void theUsualOperationalPortMayBeSomebodyElses() throws Exception {
        try (ServerSocket taken = taken();
                TestApi running = new TestApi(dir, true, metricsOn(taken, false))) {
            assertThat(running.operational).isNull();
            assertThat(running.get("/metrics/prometheus").status()).isEqualTo(200);
        }
    }

    @Test
    void theOperationalPortThatWasAskedForMayNot() throws Exception {
        try (ServerSocket taken = taken()) {
            assertThatThrownBy(() -> new TestApi(dir, true, metricsOn(taken, true)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("--metrics-listen");
        }
    }
}
