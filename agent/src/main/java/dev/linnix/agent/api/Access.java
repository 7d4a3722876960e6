package dev.linnix.agent.api;

import com.sun.net.httpserver.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a listener. On loopback Host and Origin must name this host; elsewhere the token protects, since a page
 * of somebody else does not know it, and Host may be any name. Thread-safe.
 */
final class Access {
    private final boolean loopback;
    private final @Nullable BearerToken token;

    /**
     * Creates the checks of a listener.
     *
     * @param loopback whether it listens on a loopback address
     * @param token that every request must show; null for none
     */
    Access(boolean loopback, @Nullable String token) {
        this.loopback = loopback;
        this.token = token == null ? null : new BearerToken(token);
    }

    /** Checks a request before its route is looked for. */
    void check(Headers headers) throws HttpError {
        OriginCheck.check(headers.get("Host"), headers.get("Origin"), loopback);
        if (token == null || token.isIn(headers.get("Authorization"))) return;
        throw HttpError.unauthorized(
                "expected the header \"Authorization: Bearer <token>\" with the agent's API token");
    }

    /** Checks a request for a route that changes something. */
    void checkChange() throws HttpError {
        if (token != null) return;
        throw HttpError.unauthorized(
                "this route changes something and so needs an API token, but the agent has none: set LINNIX_API_TOKEN");
    }
}
