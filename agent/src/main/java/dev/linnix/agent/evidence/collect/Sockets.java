package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The sockets of one process: what {@code /proc/PID/net} says of the inodes that it has open. */
final class Sockets {
    private static final int MOST_LISTED = 500;
    private static final int LONGEST_LINE = 1024;

    /** Of each table: a line has about 150 bytes, so of 50 000 sockets of the network namespace. */
    private static final long MOST_READ = 8 << 20;

    private static final List<String> STATES = List.of(
            "?",
            "ESTABLISHED",
            "SYN_SENT",
            "SYN_RECV",
            "FIN_WAIT1",
            "FIN_WAIT2",
            "TIME_WAIT",
            "CLOSE",
            "CLOSE_WAIT",
            "LAST_ACK",
            "LISTEN",
            "CLOSING",
            "NEW_SYN_RECV");

    private final Map<Long, Integer> wanted;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> listed = new ArrayList<>();
    private final List<String> cut = new ArrayList<>();
    private int found;

    private Sockets(Map<Long, Integer> wanted) {
        this.wanted = wanted;
    }

    /**
     * Writes {@code sockets.txt}.
     *
     * @param wanted descriptors by inode
     */
    static void collect(Path process, Map<Long, Integer> wanted, Output output) throws IOException {
        Sockets sockets = new Sockets(wanted);
        for (String table : List.of("tcp", "tcp6", "udp", "udp6", "unix")) {
            Path file = process.resolve("net").resolve(table);
            try (Lines lines = new Lines(LONGEST_LINE, sockets.taker(table))) {
                Reading.copy(file, lines);
            } catch (IOException e) {
                Reading.say(Reading.outcome(e), file.toString(), "root", "", "" + e.getMessage(), output);
            }
        }
        try (OutputStream to = output.text("sockets.txt")) {
            sockets.write(to);
        }
    }

    private Lines.Taker taker(String table) {
        long[] left = {MOST_READ};
        return line -> {
            if (left[0] <= 0) {
                cut.add(table); // something follows what was read
                return false;
            }
            left[0] -= line.length() + 1;
            take(table, line.strip().split("\\s+"));
            return !Thread.currentThread().isInterrupted();
        };
    }

    private void take(String table, String[] fields) {
        boolean unix = table.equals("unix");
        int at = unix ? 6 : 9;
        Integer fd = fields.length > at ? wanted.get(number(fields[at])) : null;
        if (fd == null) return;
        found++;
        String line = unix ? unix(fields) : inet(fields, table.startsWith("tcp"));
        String kind = table + (table.startsWith("tcp") ? " " + state(fields[3]) : "");
        counts.merge(kind, 1, Integer::sum);
        if (listed.size() < MOST_LISTED) listed.add(fd + "  " + table + "  " + line);
    }

    private static String unix(String[] fields) {
        return fields.length > 7 ? fields[7] : "unnamed";
    }

    private static String inet(String[] fields, boolean tcp) {
        String ends = address(fields[1]) + " -> " + address(fields[2]);
        return tcp ? ends + "  " + state(fields[3]) + "  to send:to read " + queues(fields[4]) : ends;
    }

    private static String queues(String hex) {
        String[] both = hex.split(":");
        return both.length == 2 ? Long.parseLong(both[0], 16) + ":" + Long.parseLong(both[1], 16) : hex;
    }

    private static String state(String hex) {
        int number = Integer.parseInt(hex, 16);
        return number < STATES.size() ? STATES.get(number) : hex;
    }

    /** Words of four bytes, each as the machine stores them, then the port. */
    static String address(String hex) {
        int colon = hex.indexOf(':');
        byte[] address = HexFormat.of().parseHex(hex.substring(0, colon));
        for (int word = 0; word < address.length; word += 4) {
            swap(address, word, word + 3);
            swap(address, word + 1, word + 2);
        }
        int port = Integer.parseInt(hex.substring(colon + 1), 16);
        try {
            String host = InetAddress.getByAddress(address).getHostAddress();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + (port == 0 ? "*" : Integer.toString(port));
        } catch (java.net.UnknownHostException e) {
            return hex; // neither 4 nor 16 bytes
        }
    }

    private static void swap(byte[] bytes, int a, int b) {
        byte kept = bytes[a];
        bytes[a] = bytes[b];
        bytes[b] = kept;
    }

    /** {@return -1 where it is none, as in the header} */
    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private void write(OutputStream to) throws IOException {
        StringBuilder text = new StringBuilder("# " + wanted.size() + " sockets\n");
        counts.forEach((kind, count) -> text.append(String.format(Locale.ROOT, "%8d  ", count))
                .append(kind)
                .append('\n'));
        if (found < wanted.size()) {
            text.append(String.format(Locale.ROOT, "%8d  ", wanted.size() - found))
                    .append("of other kinds, such as netlink, or of another network namespace");
            if (!cut.isEmpty()) {
                text.append(", or beyond the first ")
                        .append(MOST_READ >> 20)
                        .append(" MB of ")
                        .append(String.join(", ", cut))
                        .append(", where reading ended");
            }
            text.append('\n');
        }
        text.append("\n# descriptor, kind, and where from and to; the first ")
                .append(listed.size())
                .append('\n');
        Reading.write(to, text.toString());
        for (String line : listed) Reading.writeLatin(to, line + "\n");
    }
}
