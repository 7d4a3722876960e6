package dev.linnix.agent.api;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a web page of somebody else made a browser send. A page that has its own name resolve to this
 * address ("DNS rebinding") still sends that name in Host; a page that posts across sites sends its own Origin. So both
 * must name this host: a loopback address or {@code localhost}. Thread-safe.
 */
final class OriginCheck {
    private OriginCheck() {}

    /**
     * Checks the headers of one request.
     *
     * @param hosts values of Host
     * @param origins values of Origin, null when there is none
     * @throws HttpError 403 or 400 when the request is refused
     */
    static void check(@Nullable List<String> hosts, @Nullable List<String> origins) throws HttpError {
        if (hosts == null || hosts.size() != 1) throw HttpError.badRequest("expected exactly one Host header");
        if (!isLoopback(hostOf(hosts.getFirst()))) {
            throw new HttpError(
                    403, "forbidden", "Host \"" + hosts.getFirst() + "\" is not this host; use localhost or 127.0.0.1");
        }
        if (origins == null) return;
        for (String origin : origins) {
            if (!isLoopback(hostOfOrigin(origin))) {
                throw new HttpError(403, "forbidden", "requests from pages of \"" + origin + "\" are refused");
            }
        }
    }

    private static String hostOfOrigin(String origin) {
        try {
            URI uri = URI.create(origin);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? uri.getHost() : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** {@return the host of {@code host[:port]}, empty when it is malformed} */
    private static String hostOf(String header) {
        String host = header;
        int colon = header.lastIndexOf(':');
        if (colon >= 0 && colon > header.lastIndexOf(']')) {
            if (!header.substring(colon + 1).matches("\\d{1,5}")) return "";
            host = header.substring(0, colon);
        }
        return host;
    }

    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.equals("localhost.")) return true;
        boolean v6 = name.startsWith("[") && name.endsWith("]");
        // Only literals: a name is never looked up.
        if (!v6 && !name.matches("\\d{1,3}(\\.\\d{1,3}){3}")) return false;
        try {
            return InetAddress.ofLiteral(v6 ? name.substring(1, name.length() - 1) : name)
                    .isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
