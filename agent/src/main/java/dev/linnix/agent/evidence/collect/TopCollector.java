package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.engine.model.ProcessInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who uses most of what, of the whole host. */
public final class TopCollector extends DescribedCollector {
    private static final int MOST = 20;

    /** Creates it. */
    public TopCollector() {
        super(Facts.of(
                        Collector.Stage.FIRST,
                        "top",
                        "The " + MOST
                                + " largest processes by CPU, memory, swap, descriptors, threads, and births caused.")
                .in(Facts.DEFAULT, Facts.MEMORY, Facts.SMB)
                .again());
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException {
        List<ProcessInfo> living =
                scene.processes().get().stream().filter(Processes::isAlive).toList();
        if (living.isEmpty()) {
            output.missing("largest processes", "the engine could not be asked");
            return;
        }
        try (OutputStream to = output.text("top.txt")) {
            Table table = new Table(scene, living, to);
            table.write("CPU, percent of one core in the last second", ProcessInfo::cpuPercent, Figures::percent);
            table.write(
                    "CPU of it and what it forked, percent of one core in the last second",
                    ProcessInfo::subtreeCpuPercent,
                    Figures::percent);
            table.write("resident memory", Processes::memory, Figures::bytes);
            table.write("swapped out", ProcessInfo::swapBytes, Figures::bytes);
            table.write("open descriptors", ProcessInfo::fds, Figures::number);
            table.write("threads", ProcessInfo::threads, Figures::number);
            table.write(
                    "births per second that it and what it forked caused",
                    ProcessInfo::subtreeForksPerSecond,
                    Figures::percent);
        }
    }

    private record Table(Scene scene, List<ProcessInfo> living, OutputStream to) {
        <T extends Number & Comparable<T>> void write(
                String what, Function<ProcessInfo, @Nullable T> value, Function<T, String> show) throws IOException {
            StringBuilder text = new StringBuilder("# By " + what + "\n");
            text.append(String.format(Locale.ROOT, "%12s ", ""))
                    .append(Processes.HEADER)
                    .append('\n');
            List<ProcessInfo> largest = living.stream()
                    .filter(process -> {
                        T found = value.apply(process);
                        return found != null && found.doubleValue() > 0;
                    })
                    .sorted(Comparator.<ProcessInfo>comparingDouble(p -> -number(value.apply(p)))
                            .thenComparingLong(p -> p.process().startNs())
                            .thenComparingInt(p -> p.process().pid()))
                    .limit(MOST)
                    .toList();
            for (ProcessInfo process : largest) {
                T found = value.apply(process);
                text.append(String.format(Locale.ROOT, "%12s ", found == null ? "?" : show.apply(found)));
                boolean named = Processes.isSame(scene.offender(), process);
                text.append(Processes.line(scene, process, named ? ">>" : "", ""))
                        .append('\n');
            }
            Reading.write(to, text.append('\n').toString());
        }

        private static double number(@Nullable Number value) {
            return value == null ? 0 : value.doubleValue();
        }
    }
}
