package dev.linnix.agent.api;

import com.sun.net.httpserver.Headers;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a listener. On loopback Host and Origin must name this host; elsewhere the token protects, since a page
 * of somebody else does not know it, and Host may be any name. Whoever comes by the Unix socket was let in by the file
 * system, and no page can open one: nothing more is asked. Thread-safe.
 */
final class Access {
    private final boolean loopback;
    private final @Nullable BearerToken token;
    private final BearerToken changeToken;
    private final Set<InetSocketAddress> relayed;

    /**
     * Creates the checks of a listener.
     *
     * @param loopback whether it listens on a loopback address
     * @param token that every request must show; null for none
     * @param changeToken that a request for a route that changes something must show
     * @param relayed addresses from which the relay of the Unix socket connects now; changes all the time
     */
    Access(boolean loopback, @Nullable String token, String changeToken, Set<InetSocketAddress> relayed) {
        this.loopback = loopback;
        this.token = token == null ? null : new BearerToken(token);
        this.changeToken = new BearerToken(changeToken);
        this.relayed = relayed;
    }

    /** Checks a request before its route is looked for. */
    void check(Headers headers, InetSocketAddress client) throws HttpError {
        if (relayed.contains(client)) return;
        OriginCheck.check(headers.get("Host"), headers.get("Origin"), loopback);
        if (token == null || token.isIn(headers.get("Authorization"))) return;
        throw HttpError.unauthorized(
                "expected the header \"Authorization: Bearer <token>\" with the agent's API token");
    }

    /** Checks a request for a route that changes something or hands out evidence. */
    void checkChange(Headers headers, InetSocketAddress client) throws HttpError {
        if (relayed.contains(client) || changeToken.isIn(headers.get("Authorization"))) return;
        throw HttpError.unauthorized(
                "this route needs the agent's API token, also on loopback: it is in the file api.token"
                        + " of the state directory, which root and the agent's group can read");
    }
}
