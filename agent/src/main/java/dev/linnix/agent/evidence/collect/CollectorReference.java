package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Writes the collector reference, as Markdown, from what the collectors say of themselves. Stateless and thread-safe. */
public final class CollectorReference {
    private CollectorReference() {}

    /** {@return the whole page} */
    public static String page(Collection<Collector> collectors) {
        StringBuilder page = new StringBuilder("""
                # Collector reference

                When a rule fires, its `actions` name what is collected into the incident's bundle: collectors, sets of them,
                or `none`. Collectors of stage `first` run at once, those of stage `second` after them, into an archive of
                their own; those marked *after* run again once the incident is over.

                A collector that is late is interrupted, one that would keep more than its limit is cut, and what the agent's
                capabilities forbid is listed in the manifest as `denied: needs …`. As root nothing is. With CAP_BPF and
                CAP_PERFMON alone, which suffice to watch, part of what is said of other users' processes is.
                Credential-like values are hidden in all text.

                Programs run without a shell, with the PATH `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`, in
                UTC, in a process group of their own that is killed when its time is over.

                """);
        page.append("| Collector | Stage | Sets | What it collects | Longest | Most | Needs, for all of it | Cost |\n");
        page.append("|---|---|---|---|---|---|---|---|\n");
        collectors.stream().sorted(Comparator.comparing(Collector::name)).forEach(collector -> row(page, collector));
        return page.toString();
    }

    private static void row(StringBuilder page, Collector collector) {
        List<String> cells = List.of(
                "`" + collector.name() + "`",
                word(collector.stage()) + (collector.after() ? ", *after*" : ""),
                String.join(", ", new TreeSet<>(collector.sets())),
                collector.summary(),
                collector.timeout().toMillis() / 1000.0 + " s",
                Figures.bytes(collector.mostBytes()),
                String.join(", ", collector.needs()),
                word(collector.cost()));
        for (String cell : cells)
            page.append("| ").append(cell.replace("|", "\\|")).append(' ');
        page.append("|\n");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Prints the page of those that come with the agent. */
    public static void main(String[] args) {
        new PrintStream(System.out, true, StandardCharsets.UTF_8)
                .print(page(Collectors.with(List.of()).all()));
    }
}
