package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * A process's memory map, added up by what is mapped. Reading it waits for the process, so a helper does; where that did not
 * come back the rest is left alone.
 */
final class OffenderMemory {
    private static final String WHAT = "memory map";
    private static final int LONGEST_LINE = 4096 + 128;
    private static final int MOST_KINDS = 10_000;
    private static final int MOST_SHOWN = 40;
    private static final long MOST_READ = 8 << 20;

    private final Map<String, long[]> mapped = new HashMap<>();
    private long areas;
    private long bytes;
    private long beyond;

    private OffenderMemory() {}

    /** Writes {@code memory.txt}. */
    static void collect(Scene scene, Path process, Duration timeout, Output output)
            throws IOException, InterruptedException {
        OffenderMemory memory = new OffenderMemory();
        Commands.Result maps;
        try (Lines lines = new Lines(LONGEST_LINE, memory::take)) {
            maps = scene.commands().read(process.resolve("maps"), MOST_READ, lines, timeout);
        }
        Reading.Outcome outcome = Reading.outcome(maps);
        Reading.say(outcome, WHAT, OffenderCollector.PTRACE, "it has just ended", maps.error(), output);
        if (outcome != Reading.Outcome.READ) return;
        Reading.Memory rollup = new Reading.Memory(8192);
        Commands.Result sums = scene.commands().read(process.resolve("smaps_rollup"), 8192, rollup, timeout);
        Reading.say(
                Reading.outcome(sums),
                "resident part of the memory map",
                OffenderCollector.PTRACE,
                "",
                sums.error(),
                output);
        try (OutputStream to = output.text("memory.txt")) {
            memory.write(to);
            Reading.writeLatin(to, "\n# smaps_rollup\n" + rollup.text());
        }
    }

    /** {@code 7f12a000-7f12b000 r-xp 00000000 fe:00 1234   /usr/lib/libc.so.6}. */
    private boolean take(String line) {
        String[] fields = line.split(" +", 6);
        int dash = fields[0].indexOf('-');
        if (fields.length < 5 || dash < 0) return true;
        long size = Long.parseUnsignedLong(fields[0].substring(dash + 1), 16)
                - Long.parseUnsignedLong(fields[0].substring(0, dash), 16);
        String what = fields.length < 6 || fields[5].isEmpty() ? "anonymous" : fields[5];
        areas++;
        bytes += size;
        if (mapped.size() >= MOST_KINDS && !mapped.containsKey(what)) {
            beyond += size;
            return true;
        }
        long[] sum = mapped.computeIfAbsent(what, key -> new long[2]);
        sum[0] += size;
        sum[1]++;
        return true;
    }

    private void write(OutputStream to) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(areas).append(" areas, ").append(Figures.bytes(bytes));
        text.append(" of addresses; the largest, by what is mapped (how much of it is in memory: see below)\n");
        mapped.entrySet().stream()
                .sorted(Map.Entry.<String, long[]>comparingByValue(Comparator.comparingLong((long[] sum) -> -sum[0]))
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_SHOWN)
                .forEach(entry -> text.append(String.format(
                        java.util.Locale.ROOT,
                        "%12s %6d areas  %s%n",
                        Figures.bytes(entry.getValue()[0]),
                        entry.getValue()[1],
                        entry.getKey())));
        if (beyond > 0) text.append(Figures.bytes(beyond)).append(" in more kinds than are told apart\n");
        Reading.writeLatin(to, text.toString());
    }
}
