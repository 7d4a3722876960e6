package dev.linnix.agent.evidence.profile;

import java.util.Comparator;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The functions that ran most, as text. */
final class TopReport {
    private static final int MOST_ROWS = 50;
    private static final int FEW_ROWS = 15;
    /** Share of samples in the kernel from which it is told who called it, percent. */
    private static final int KERNEL_TOLD_FROM = 10;

    private final StringBuilder text = new StringBuilder();
    private final Formatter out = new Formatter(text, Locale.ROOT);
    private final Sampling sampling;
    private final StackTable table;

    private TopReport(Sampling sampling, StackTable table) {
        this.sampling = sampling;
        this.table = table;
    }

    static String of(Sampling sampling, StackTable table, Profile profile, Map<String, String> troubles) {
        return new TopReport(sampling, table).write(profile, troubles);
    }

    private String write(Profile profile, Map<String, String> troubles) {
        long samples = table.samples();
        out.format(
                "CPU profile of %s and what descends from it: %.1f s, %d samples a second on each of %d CPUs%s.%n",
                sampling.subject(),
                sampling.seconds(),
                sampling.hertz(),
                sampling.cpus(),
                sampling.ended() ? "; it ended meanwhile" : "");
        out.format(
                "%d samples: it kept %.2f CPUs busy, %.0f %% of that in the kernel. Lost: %d.%n",
                samples, sampling.busyCpus(), percent(table.inKernel()), sampling.lost());
        if (table.cut() + table.dropped() > 0) {
            out.format(
                    "There were too many different stacks: of %d samples only the leaf was kept, of %d nothing.%n",
                    table.cut(), table.dropped());
        }
        if (profile.bare() > 0) out.format("Of %d samples there was no stack at all.%n", profile.bare());
        out.format("%n");
        out.format("%s%n", callers(profile));
        if (samples == 0) return text.toString();
        out.format("%n");
        table("Functions by where the processor was", profile.leaves(), MOST_ROWS, TopReport::row);
        if (percent(table.inKernel()) >= KERNEL_TOLD_FROM
                && !profile.kernelCallers().isEmpty()) {
            table(
                    "Functions of the program that had called the kernel",
                    profile.kernelCallers(),
                    FEW_ROWS,
                    TopReport::row);
        }
        table("Processes", table.processes(), FEW_ROWS, pid -> pid + " " + table.processName(pid));
        if (!profile.unnamedPlaces().isEmpty()) {
            table(
                    "Places without a name, as file+offset for addr2line",
                    profile.unnamedPlaces(),
                    FEW_ROWS,
                    Function.identity());
        }
        if (!troubles.isEmpty()) {
            out.format("Without names:%n");
            int told = 0;
            for (Map.Entry<String, String> trouble : troubles.entrySet()) {
                if (told++ == MOST_ROWS) break;
                out.format("  %s: %s%n", trouble.getKey(), trouble.getValue());
            }
            if (troubles.size() > MOST_ROWS) out.format("  and %d more%n", troubles.size() - MOST_ROWS);
            out.format("%n");
        }
        out.format("Names are those the linker knows; c++filt makes those of C++ and Rust readable.%n");
        return text.toString();
    }

    private String callers(Profile profile) {
        if (table.samples() == 0) {
            return "None of its threads ran when a sample was taken: it waited, or had ended. See the kernel stacks.";
        }
        String reach = String.format(
                Locale.ROOT,
                "%.0f %% of the stacks reach the beginning of their thread (main, start_thread and the like)",
                Math.floor(profile.wholePercent()));
        return profile.showsCallers()
                ? reach + ": see flame.svg and folded.txt for who called what."
                : reach + ", less than " + Profile.SHOWN_FROM + " %, so there is no flame graph: the program or its"
                        + " libraries were built without frame pointers, and who called what cannot be known. The functions"
                        + " below are right nevertheless.";
    }

    private <K> void table(String title, Map<K, ? extends Number> counts, int most, Function<K, String> row) {
        out.format("%s:%n", title);
        List<? extends Map.Entry<K, ? extends Number>> rows = counts.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<K, ? extends Number> entry) ->
                                -entry.getValue().longValue())
                        .thenComparing(entry -> row.apply(entry.getKey())))
                .toList();
        out.format("   share  samples%n");
        for (Map.Entry<K, ? extends Number> entry : rows.subList(0, Math.min(most, rows.size()))) {
            long count = entry.getValue().longValue();
            out.format("%6.1f %% %8d  %s%n", percent(count), count, row.apply(entry.getKey()));
        }
        if (rows.size() > most) {
            long rest = rows.subList(most, rows.size()).stream()
                    .mapToLong(entry -> entry.getValue().longValue())
                    .sum();
            out.format("%6.1f %% %8d  in %d more%n", percent(rest), rest, rows.size() - most);
        }
        out.format("%n");
    }

    private static String row(Frame frame) {
        if (!frame.named()) return frame.name();
        return frame.module().isEmpty() ? frame.name() : frame.name() + "  (" + frame.module() + ")";
    }

    private double percent(long count) {
        return table.samples() == 0 ? 0 : 100.0 * count / table.samples();
    }
}
