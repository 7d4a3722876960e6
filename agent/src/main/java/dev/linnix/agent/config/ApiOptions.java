package dev.linnix.agent.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How the agent is listened to.
 *
 * @param listen address of the API
 * @param token that every request of the API must show; null for none, which is possible on loopback only
 * @param changeToken that a request for a route that changes something or hands out evidence must show
 * @param metricsListen address of the operational listener; null for none
 * @param metricsAsked whether {@code metricsListen} was asked for: then the agent does not start without it
 * @param maxStreams most readers of streams at one time
 * @param unixSocket path of a socket that leads to the API; null for none
 * @param requireKernel whether the agent counts as ready only with its sensors in the kernel
 */
public record ApiOptions(
        InetSocketAddress listen,
        @Nullable String token,
        String changeToken,
        @Nullable InetSocketAddress metricsListen,
        boolean metricsAsked,
        int maxStreams,
        @Nullable Path unixSocket,
        boolean requireKernel) {
    /** Most readers of streams unless told otherwise. */
    public static final int DEFAULT_MAX_STREAMS = 64;

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
                    + " listen on " + Schema.DEFAULT_LISTEN);
        }
        if (maxStreams < 1) throw new IllegalArgumentException("max streams expects at least 1, found " + maxStreams);
    }

    /** Where no token is configured one is made up for what changes something: who can read its file may do that. */
    public ApiOptions(
            InetSocketAddress listen,
            @Nullable String token,
            @Nullable InetSocketAddress metricsListen,
            boolean metricsAsked,
            int maxStreams,
            @Nullable Path unixSocket,
            boolean requireKernel) {
        this(
                listen,
                token,
                token == null ? random() : token,
                metricsListen,
                metricsAsked,
                maxStreams,
                unixSocket,
                requireKernel);
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * {@return the options the configuration gives; where the API takes a free port and nothing is said of the
     * operational listener, that takes one too}
     */
    public static ApiOptions of(Config config) {
        Config.Api api = config.api();
        InetSocketAddress metrics = api.metricsListen().orElse(null);
        boolean free = !api.metricsAsked() && api.listen().getPort() == 0;
        return new ApiOptions(
                api.listen(),
                api.token().orElse(null),
                metrics != null && free ? new InetSocketAddress(metrics.getAddress(), 0) : metrics,
                metrics != null && api.metricsAsked(),
                api.maxStreams(),
                api.unixSocket().orElse(null),
                config.requireKernelInstrumentation());
    }

    /** {@return the options without the token, so that no log shows it} */
    @Override
    public String toString() {
        return "ApiOptions[listen=" + listen + ", token=" + (token == null ? "none" : "set") + ", metricsListen="
                + metricsListen + ", maxStreams=" + maxStreams + ", unixSocket=" + unixSocket + "]";
    }
}
