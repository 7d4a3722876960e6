package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Is nobody let in by a setting that was forgotten? */
class ApiOptionsTest {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3000);

    @Test
    void offLoopbackATokenIsNeeded() {
        InetSocketAddress all = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 3000);
        assertThatThrownBy(() -> ApiOptions.of(all, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("0.0.0.0:3000 is not loopback, so an API token is required");
        assertThatThrownBy(() -> ApiOptions.of(all, Map.of("LINNIX_API_TOKEN", "  ")))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void theTokenIsTakenAndNotShown() throws ConfigException {
        ApiOptions options = ApiOptions.of(
                new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 3000), Map.of("LINNIX_API_TOKEN", " abc\n"));
        assertThat(options.token()).isEqualTo("abc");
        assertThat(options.toString()).doesNotContain("abc");
        assertThatThrownBy(() -> ApiOptions.of(LOOPBACK, Map.of("LINNIX_API_TOKEN", "a b")))
                .hasMessageContaining("LINNIX_API_TOKEN expects visible ASCII");
    }

    @Test
    void theOperationalListenerIsThereUnlessItIsNotWanted() throws ConfigException {
        ApiOptions usual = ApiOptions.of(LOOPBACK, Map.of());
        assertThat(usual.metricsListen()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9464));
        assertThat(usual.metricsAsked()).isFalse();
        assertThat(ApiOptions.of(LOOPBACK, Map.of("LINNIX_METRICS_LISTEN_ADDR", "none"))
                        .metricsListen())
                .isNull();
        ApiOptions asked = ApiOptions.of(LOOPBACK, Map.of("LINNIX_METRICS_LISTEN_ADDR", "127.0.0.1:9999"));
        assertThat(asked.metricsAsked()).isTrue();
        ApiOptions anyPort = ApiOptions.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Map.of());
        assertThat(anyPort.metricsListen()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Test
    void theSocketIsAPath() throws ConfigException {
        assertThat(ApiOptions.of(LOOPBACK, Map.of("LINNIX_UDS_PATH", "/run/linnix.sock"))
                        .unixSocket())
                .isEqualTo(Path.of("/run/linnix.sock"));
    }
}
