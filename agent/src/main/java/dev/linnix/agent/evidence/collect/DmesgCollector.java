package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.kernel.Errno;
import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.KernelLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's log within the window, and the last lines before it. The kernel stamps its lines with a clock of its own,
 * which runs apart from wall time by up to seconds within weeks; so the window is widened by {@value #SLACK_S} s.
 */
public final class DmesgCollector extends DescribedCollector {
    private static final int MOST_READ = 512 * 1024;
    private static final int BEFORE = 20;
    private static final int SLACK_S = 5;

    private static final Pattern STAMPED = Pattern.compile("(?s)<\\d+>\\[ {0,12}(\\d{1,10})\\.(\\d{6})].*");

    /** Reads the kernel's log. */
    interface Source {
        /** As {@link KernelLog#read}. */
        byte[] read(int most) throws KernelException;
    }

    private final Source source;

    /** Creates it for the log of this host. */
    public DmesgCollector() {
        this(KernelLog::read);
    }

    DmesgCollector(Source source) {
        super(Facts.of(
                        Collector.Stage.FIRST,
                        "dmesg",
                        "The kernel's log within the window, and the " + BEFORE + " lines before it; needs no journal.")
                .in(Facts.DEFAULT, Facts.MEMORY, Facts.SMB)
                .again()
                .most(MOST_READ * 3 / 2)
                .needing("CAP_SYSLOG"));
        this.source = source;
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException {
        byte[] log;
        try {
            log = source.read(MOST_READ);
        } catch (KernelException e) {
            if (e.errno() != Errno.EPERM) throw new IOException(e.getMessage(), e);
            output.denied("kernel log", "CAP_SYSLOG, or kernel.dmesg_restrict = 0");
            return;
        }
        Instant now = Instant.now();
        Instant boot = now.minusNanos(System.nanoTime()); // on Linux CLOCK_MONOTONIC, as printk's clock is about
        try (OutputStream to = output.text("kernel.log")) {
            write(new String(log, StandardCharsets.ISO_8859_1), boot, scene.from(), to);
        }
    }

    /** Writes the lines of the window, each behind its wall time. */
    static void write(String log, Instant boot, Instant from, OutputStream to) throws IOException {
        Reading.write(
                to, "# The kernel's log since " + from + "; wall times are computed and may be off by seconds.\n");
        ArrayDeque<String> before = new ArrayDeque<>();
        boolean within = false;
        for (String line : log.split("\n")) {
            if (line.isEmpty()) continue;
            Instant at = at(line, boot);
            String stamped = at == null ? line + "\n" : at + " " + line + "\n";
            if (!within && at != null && at.plusSeconds(SLACK_S).isBefore(from)) {
                if (before.size() == BEFORE) before.removeFirst();
                before.add(stamped);
                continue;
            }
            if (!within) writeBefore(before, to);
            within = true;
            Reading.writeLatin(to, stamped);
        }
        if (within) return;
        writeBefore(before, to);
        Reading.write(to, "# nothing within the window\n");
    }

    private static void writeBefore(Iterable<String> lines, OutputStream to) throws IOException {
        Reading.write(to, "# before the window:\n");
        for (String line : lines) Reading.writeLatin(to, line);
        Reading.write(to, "# within the window:\n");
    }

    private static @Nullable Instant at(String line, Instant boot) {
        Matcher stamp = STAMPED.matcher(line);
        if (!stamp.matches()) return null;
        return boot.plusSeconds(Long.parseLong(stamp.group(1)))
                .plusNanos(Long.parseLong(stamp.group(2)) * 1000)
                .truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    }
}
