package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.model.LastMinute.Second;
import dev.linnix.engine.model.ProcessRef;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How it came to this: the host and the offender's tree, second by second. */
public final class MinuteCollector extends DescribedCollector {
    /** Creates it. */
    public MinuteCollector() {
        super(Facts.of(
                        Collector.Stage.FIRST,
                        "minute",
                        "The minute before, second by second: forks and CPU of the host, and forks, CPU, memory and open"
                                + " files of the offender with all it forked, so that one sees when it began.")
                .in(Facts.DEFAULT, Facts.MEMORY, Facts.SMB)
                .again());
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException {
        LastMinute minute = scene.minute().get();
        if (minute.seconds().isEmpty()) {
            output.missing("the minute before", "the engine could not be asked, or nothing was seen yet");
            return;
        }
        try (OutputStream to = output.text("minute.txt")) {
            ProcessRef offender = scene.offender();
            Reading.write(to, "# CPU in percent of one core; \"?\" is what was not read yet or not sampled then.\n");
            Reading.write(
                    to,
                    offender == null
                            ? "# No single process is to blame.\n"
                            : "# Tree: process " + offender.pid() + " (" + offender.comm()
                                    + ") and all it forked; memory is anonymous and swapped out, of those that still live.\n");
            Reading.write(to, line("SECOND FROM", "FORKS", "CPU %", "LOST", "FORKS", "CPU %", "MEMORY", "FDS", ""));
            for (Second second : minute.seconds()) Reading.write(to, line(scene, second));
        }
    }

    private static String line(Scene scene, Second second) {
        Instant from = scene.wall(second.beginNs());
        boolean fired = !scene.firedAt().isBefore(from) && scene.firedAt().isBefore(from.plusSeconds(1));
        return line(
                from.toString(),
                Long.toString(second.forks()),
                Figures.percent(second.cpuPercent()),
                Long.toString(second.lost()),
                number(second.treeForks()),
                Figures.percent(second.treeCpuPercent()),
                Figures.bytes(second.treeBytes()),
                number(second.treeFds()),
                fired ? "<< the rule fired" : "");
    }

    private static String line(Object... words) {
        return String.format(Locale.ROOT, "%-24s  %9s  %9s  %6s  |  %9s  %9s  %10s  %7s  %s", words)
                        .stripTrailing()
                + "\n";
    }

    private static String number(@Nullable Long number) {
        return number == null ? "?" : number.toString();
    }
}
