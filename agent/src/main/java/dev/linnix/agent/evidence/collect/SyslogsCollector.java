package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.LimitedStream;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the system's log file says of the window; where it was turned over within it, the one before as well. */
public final class SyslogsCollector extends DescribedCollector {
    private static final List<String> NAMES = List.of("syslog", "messages");

    /** So that all of it is kept, also where what hides credentials makes lines longer: the newest lines come last. */
    private static final long MOST_READ = 3 << 20;

    private static final long MOST_KEPT = 4 << 20;
    private static final int LONGEST_LINE = 16 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final Path directory;

    /** Creates it for {@code /var/log}. */
    public SyslogsCollector() {
        this(Path.of("/var/log"));
    }

    SyslogsCollector(Path directory) {
        super(Facts.of(
                        Collector.Stage.SECOND,
                        "syslogs",
                        "Lines of the window from the last 3 MB of /var/log/syslog or /var/log/messages.")
                .in(Facts.DEFAULT, Facts.SMB)
                .within(LONGEST.multipliedBy(2).plusSeconds(1))
                .most(MOST_KEPT)
                .needing("CAP_DAC_READ_SEARCH")
                .costing(Cost.MODERATE));
        this.directory = directory;
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        for (String name : NAMES) {
            Path file = directory.resolve(name);
            if (!Files.exists(file)) continue;
            long size = size(file);
            Instant first = copy(scene, file, MOST_READ, output);
            Path older = directory.resolve(name + ".1");
            boolean whole = size <= MOST_READ;
            if (whole && first != null && first.isAfter(scene.from()) && Files.exists(older)) {
                copy(scene, older, MOST_READ - size, output);
            }
            return;
        }
        output.missing(
                "system log",
                "there is neither " + directory.resolve(NAMES.getFirst()) + " nor "
                        + directory.resolve(NAMES.getLast()));
    }

    /** {@return how long a file is; 0 where that cannot be told, as reading it then says why} */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * {@return the time of the first line that was looked at, null when there is none}
     *
     * @param most bytes that are looked at, the last of the file
     */
    private static @Nullable Instant copy(Scene scene, Path file, long most, Output output)
            throws IOException, InterruptedException {
        boolean whole = size(file) <= most;
        SyslogTimes times = new SyslogTimes(ZoneId.systemDefault(), Instant.now());
        try (OnDemand to = new OnDemand(output, file.getFileName() + ".log")) {
            Window window = new Window(times, scene.from(), scene.to(), to);
            Commands.Result result;
            try (Lines lines = new Lines(LONGEST_LINE, window::take)) {
                result = scene.commands()
                        .run(List.of("tail", "-c", Long.toString(most), "--", file.toString()), lines, LONGEST);
            }
            Reading.say(
                    Reading.outcome(result),
                    file.toString(),
                    "CAP_DAC_READ_SEARCH, or the group adm",
                    "it has just gone",
                    result.error(),
                    output);
            if (result.ok() && to.isEmpty()) Reading.write(to, "# nothing within the window\n");
            Instant first = window.first;
            if (!whole && result.ok() && (first == null || first.isAfter(scene.from()))) {
                String since = first == null ? "the last " + most + " bytes" : first.toString();
                output.missing(file.toString(), "its lines before " + since + " did not fit");
            }
            return first;
        }
    }

    /** Lets through what lies within the window. A line without a time belongs to the one before. */
    private static final class Window {
        private final SyslogTimes times;
        private final Instant from;
        private final Instant beyond;
        private final LimitedStream to;
        private @Nullable Instant first;
        private boolean within;

        Window(SyslogTimes times, Instant from, Instant to, LimitedStream stream) {
            this.times = times;
            this.from = from.minusSeconds(1); // older logs tell whole seconds
            this.beyond = to.plusSeconds(1);
            this.to = stream;
        }

        boolean take(String line) throws IOException {
            Instant at = times.of(line);
            if (at != null) {
                if (first == null) first = at;
                within = !at.isBefore(from) && !at.isAfter(beyond);
            }
            if (within) Reading.writeLatin(to, line + "\n");
            return !to.isFull();
        }
    }
}
