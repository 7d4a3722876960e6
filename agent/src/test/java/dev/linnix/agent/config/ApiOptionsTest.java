package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.space.Limits;
import dev.linnix.agent.space.Slices;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Do listeners follow from the configuration as they should? */
class ApiOptionsTest {
    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static ApiOptions options(int port, InetSocketAddress metrics, boolean asked) {
        Config.Api api = new Config.Api(
                loopback(port), Optional.empty(), Optional.ofNullable(metrics), asked, Optional.empty(), 64);
        Path dir = Path.of("/nowhere");
        return ApiOptions.of(new Config(
                api,
                true,
                false,
                dir,
                dir,
                null,
                null,
                List.of(),
                new Config.Recorder(false, 5, 64 << 20),
                new Config.Evidence(false, 120, 12, 60, List.of()),
                new Config.Space(
                        Slices.of(1L << 30, 0, 1, false), new Limits(Duration.ofDays(1), 1, OptionalLong.empty())),
                false,
                1 << 20,
                Level.INFO,
                new Config.Source(null, "", 0)));
    }

    @Test
    void anOpenAddressNeedsAToken() {
        InetSocketAddress all = new InetSocketAddress("0.0.0.0", 3000);
        assertThatThrownBy(() -> new ApiOptions(all, null, null, false, 64, null, true))
                .hasMessageContaining("not loopback")
                .hasMessageContaining("LINNIX_API_TOKEN");
        assertThat(new ApiOptions(all, "secret", null, false, 64, null, true).toString())
                .doesNotContain("secret");
    }

    @Test
    void onlyAnOperationalPortThatWasGivenWasAskedFor() {
        assertThat(options(3000, loopback(9464), false).metricsAsked()).isFalse();
        assertThat(options(3000, loopback(9464), true).metricsAsked()).isTrue();
        assertThat(options(3000, null, true).metricsListen()).isNull();
    }

    @Test
    void whetherTheKernelIsRequiredIsPassedOn() {
        assertThat(options(3000, null, false).requireKernel()).isFalse();
    }

    @Test
    void whereTheApiTakesAFreePortSoDoesTheOperationalListener() {
        assertThat(options(0, loopback(9464), false).metricsListen()).isEqualTo(loopback(0));
        assertThat(options(0, loopback(9464), true).metricsListen()).isEqualTo(loopback(9464));
    }
}
