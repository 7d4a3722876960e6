package dev.linnix.agent.api;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a web page of somebody else made a browser send. A page that has its own name resolve to this
 * address ("DNS rebinding") still sends that name in Host; a page that posts across sites sends its own Origin. So both
 * must name this host: a loopback address or {@code localhost}; where the listener is not on loopback, the same host in
 * both. Thread-safe.
 */
final class OriginCheck {
    private OriginCheck() {}

    /**
     * Checks the headers of one request.
     *
     * @param hosts values of Host
     * @param origins values of Origin, null when there is none
     * @param loopback whether the listener is on loopback; elsewhere Host may be any name, and Origin must be the same
     * @throws HttpError 403 or 400 when the request is refused
     */
    static void check(@Nullable List<String> hosts, @Nullable List<String> origins, boolean loopback) throws HttpError {
        if (hosts == null || hosts.size() != 1) throw HttpError.badRequest("expected exactly one Host header");
        String host = hostOf(hosts.getFirst());
        if (loopback && !isLoopback(host)) {
            throw HttpError.forbidden("Host \"" + hosts.getFirst() + "\" is not this host; use localhost or 127.0.0.1");
        }
        if (origins == null) return;
        for (String origin : origins) {
            String page = hostOfOrigin(origin);
            boolean own = loopback ? isLoopback(page) : !page.isEmpty() && page.equalsIgnoreCase(host);
            if (!own) throw HttpError.forbidden("requests from pages of \"" + origin + "\" are refused");
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
