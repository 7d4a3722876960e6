package dev.linnix.agent.config;

import dev.linnix.engine.rule.Document.Scalar;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen on: {@code HOST:PORT} or {@code [IPV6]:PORT}.
 *
 * @param host an IP address or a host name; empty for {@link #OFF}
 * @param port 0 to 65535; 0 takes a free one
 */
record ListenAddress(String host, int port) {
    /** Listen nowhere. */
    static final ListenAddress OFF = new ListenAddress("", 0);

    private static final Pattern SHAPE = Pattern.compile("(?:\\[([0-9a-zA-Z:.%]+)\\]|([0-9a-zA-Z.-]+)):(\\d{1,5})");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern NAME = Pattern.compile(
            "(?=.*[a-zA-Z])[0-9a-zA-Z]([0-9a-zA-Z-]*[0-9a-zA-Z])?(\\.[0-9a-zA-Z]([0-9a-zA-Z-]*[0-9a-zA-Z])?)*");
    private static final int LONGEST_NAME = 253;

    /** Names that mean loopback wherever they are asked; no other name is looked up to see what it means. */
    private static final Map<String, String> LOOPBACK_NAMES =
            Map.of("localhost", "127.0.0.1", "ip6-localhost", "::1", "ip6-loopback", "::1");

    /**
     * Reads an address; no name is looked up.
     *
     * @throws IllegalArgumentException when it is malformed, with what was expected and found
     */
    static ListenAddress parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) throw malformed(text);
        String bracketed = shape.group(1);
        String host = bracketed != null ? bracketed : shape.group(2);
        boolean valid = bracketed != null
                ? host.contains(":") && literal(host).isPresent()
                : IPV4.matcher(host).matches() ? literal(host).isPresent() : isName(host);
        if (!valid) throw malformed(text);
        int port = Integer.parseInt(shape.group(3));
        if (port > 0xffff) throw new IllegalArgumentException("expected a port from 0 to 65535, found " + port);
        return new ListenAddress(host, port);
    }

    private static boolean isName(String host) {
        return host.length() <= LONGEST_NAME && NAME.matcher(host).matches();
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("expected an address and a port, e.g. " + Schema.DEFAULT_LISTEN
                + " or [::1]:3000, found " + Scalar.quote(text));
    }

    boolean isOff() {
        return host.isEmpty();
    }

    /** {@return whether only this host can reach it; a host name other than those of loopback counts as reachable} */
    boolean isLoopback() {
        return address().map(InetAddress::isLoopbackAddress).orElse(false);
    }

    /** {@return whether both cannot be listened on at once} */
    boolean collides(ListenAddress other) {
        if (isOff() || other.isOff() || port == 0 || port != other.port) return false;
        return host.equalsIgnoreCase(other.host)
                || address().equals(other.address())
                || isWildcard()
                || other.isWildcard();
    }

    private boolean isWildcard() {
        return address().map(InetAddress::isAnyLocalAddress).orElse(false);
    }

    /** {@return the address if that is known without asking anybody} */
    private Optional<InetAddress> address() {
        return literal(LOOPBACK_NAMES.getOrDefault(host.toLowerCase(Locale.ROOT), host));
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            // A name.
            return Optional.empty();
        }
    }

    /** {@return the address to bind; a host name is looked up, and stays unresolved when that fails} */
    InetSocketAddress resolve() {
        return address()
                .map(address -> new InetSocketAddress(address, port))
                .orElseGet(() -> new InetSocketAddress(host, port));
    }

    @Override
    public String toString() {
        if (isOff()) return "off";
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
