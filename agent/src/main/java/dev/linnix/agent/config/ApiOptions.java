package dev.linnix.agent.config;

import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the agent is listened to.
 *
 * @param listen address of the API
 * @param token that every request of the API must show; null for none, which is possible on loopback only
 * @param metricsListen address of the operational listener; null for none
 * @param metricsAsked whether {@code metricsListen} was asked for: then the agent does not start without it
 * @param maxStreams most readers of streams at one time
 * @param unixSocket path of a socket that leads to the API; null for none
 */
public record ApiOptions(
        InetSocketAddress listen,
        @Nullable String token,
        @Nullable InetSocketAddress metricsListen,
        boolean metricsAsked,
        int maxStreams,
        @Nullable Path unixSocket) {
    /** Address of the operational listener unless told otherwise. */
    public static final String DEFAULT_METRICS_LISTEN = "127.0.0.1:9464";

    /** Most readers of streams unless told otherwise. */
    public static final int DEFAULT_MAX_STREAMS = 64;

    /** Words that say that there shall be no operational listener. */
    private static final Set<String> NONE = Set.of("none", "off");

    /**
     * Refuses an address others can reach without a token they must know.
     *
     * @throws IllegalArgumentException with one clear sentence
     */
    public ApiOptions {
        if (token == null && !listen.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("listen address "
                    + listen.getAddress().getHostAddress() + ":"
                    + listen.getPort() + " is not loopback, so an API token is required: set LINNIX_API_TOKEN, or"
                    + " listen on " + Config.DEFAULT_LISTEN);
        }
        if (maxStreams < 1) throw new IllegalArgumentException("max streams expects at least 1, found " + maxStreams);
    }

    /**
     * {@return the options the environment gives}
     *
     * <p>{@code LINNIX_API_TOKEN}, {@code LINNIX_METRICS_LISTEN_ADDR} ({@code none} or {@code off} for no operational listener) and
     * {@code LINNIX_UDS_PATH}. Where the API takes a free port, so does the operational listener.
     *
     * @throws ConfigException when a value is wrong
     */
    public static ApiOptions of(InetSocketAddress listen, Map<String, String> environment) throws ConfigException {
        String token = environment.getOrDefault("LINNIX_API_TOKEN", "").strip();
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ConfigException("LINNIX_API_TOKEN expects visible ASCII characters without spaces");
        }
        String metrics =
                environment.getOrDefault("LINNIX_METRICS_LISTEN_ADDR", "").strip();
        String socket = environment.getOrDefault("LINNIX_UDS_PATH", "").strip();
        try {
            return new ApiOptions(
                    listen,
                    token.isEmpty() ? null : token,
                    NONE.contains(metrics) ? null : metricsListen(listen, metrics),
                    !metrics.isEmpty(),
                    DEFAULT_MAX_STREAMS,
                    socket.isEmpty() ? null : Path.of(socket));
        } catch (InvalidPathException e) {
            throw new ConfigException("LINNIX_UDS_PATH \"" + socket + "\" is no path: " + e.getReason());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** {@return the options without the token, so that no log shows it} */
    @Override
    public String toString() {
        return "ApiOptions[listen=" + listen + ", token=" + (token == null ? "none" : "set") + ", metricsListen="
                + metricsListen + ", maxStreams=" + maxStreams + ", unixSocket=" + unixSocket + "]";
    }

    private static InetSocketAddress metricsListen(InetSocketAddress listen, String given) throws ConfigException {
        if (!given.isEmpty()) return ListenAddress.parse(given);
        InetSocketAddress usual = ListenAddress.parse(DEFAULT_METRICS_LISTEN);
        return listen.getPort() == 0 ? new InetSocketAddress(usual.getAddress(), 0) : usual;
    }
}
