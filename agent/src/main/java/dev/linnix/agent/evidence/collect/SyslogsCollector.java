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
    private static final long MOST_READ = 8 << 20;
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
                        "Lines of the window from the last 8 MB of /var/log/syslog or /var/log/messages.")
                .in(Facts.DEFAULT, Facts.SMB)
                .within(LONGEST.multipliedBy(2).plusSeconds(1))
                .most(4 << 20)
                .needing("CAP_DAC_READ_SEARCH")
                .costing(Cost.MODERATE));
        this.directory = directory;
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        for (String name : NAMES) {
            Path file = directory.resolve(name);
            if (!Files.exists(file)) continue;
            Instant first = copy(scene, file, output);
            Path older = directory.resolve(name + ".1");
            if (first != null && first.isAfter(scene.from()) && Files.exists(older)) copy(scene, older, output);
            return;
        }
        output.missing(
                "system log",
                "there is neither " + directory.resolve(NAMES.getFirst()) + " nor "
                        + directory.resolve(NAMES.getLast()));
    }

    /** {@return the time of the first line that was looked at, null when there is none} */
    private static @Nullable Instant copy(Scene scene, Path file, Output output)
            throws IOException, InterruptedException {
        SyslogTimes times = new SyslogTimes(ZoneId.systemDefault(), Instant.now());
        try (OnDemand to = new OnDemand(output, file.getFileName() + ".log")) {
            Window window = new Window(times, scene.from(), scene.to(), to);
            Commands.Result result;
            try (Lines lines = new Lines(LONGEST_LINE, window::take)) {
                result = scene.commands()
                        .run(List.of("tail", "-c", Long.toString(MOST_READ), "--", file.toString()), lines, LONGEST);
            }
            Reading.say(
                    Reading.outcome(result),
                    file.toString(),
                    "CAP_DAC_READ_SEARCH, or the group adm",
                    "it has just gone",
                    result.error(),
                    output);
            if (result.ok() && to.isEmpty()) Reading.write(to, "# nothing within the window\n");
            return window.first;
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
