package dev.linnix.agent.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code localhost:PORT}; loopback only. */
public final class ListenAddress {
    private static final Pattern SHAPE = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)\\]|([0-9.]+|localhost)):(\\d{1,5})");

    private ListenAddress() {}

    /**
     * Reads an address.
     *
     * @throws ConfigException when it is malformed or not loopback
     */
    public static InetSocketAddress parse(String text) throws ConfigException {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new ConfigException("listen address \"" + text + "\" is malformed: expected an address and a port,"
                    + " e.g. " + Config.DEFAULT_LISTEN + " or [::1]:3000");
        }
        int port = Integer.parseInt(shape.group(3));
        if (port > 0xffff) throw new ConfigException("listen port " + port + " is too large: expected 0 to 65535");
        String host = shape.group(1) != null ? shape.group(1) : shape.group(2);
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(host.equals("localhost") ? "127.0.0.1" : host);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("listen address \"" + text + "\" is malformed: " + host + " is no IP address");
        }
        if (!address.isLoopbackAddress()) {
            throw new ConfigException("listen address " + text + " is not loopback: the API has no access control yet,"
                    + " so it only listens on 127.0.0.0/8 or [::1]; to reach it from elsewhere use an SSH tunnel");
        }
        return new InetSocketAddress(address, port);
    }
}
