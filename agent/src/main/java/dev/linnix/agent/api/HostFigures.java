package dev.linnix.agent.api;

import dev.linnix.agent.api.json.Explicit;
import dev.linnix.agent.api.json.SystemJson;
import dev.linnix.agent.host.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what {@code /proc} says of the host as a whole, at most once a second however many ask. Thread-safe. */
final class HostFigures {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int SECTOR = 512;

    private record Cpu(long busy, long all) {}

    private final Path proc;
    private final Path blocks;
    private final WallClock clock;
    private Cpu before;
    private long readNs;
    private @Nullable SystemJson latest;

    /**
     * Takes a first reading, against which the first answer measures CPU use.
     *
     * @param proc mount point of procfs
     * @param blocks directory whose entries name the disks
     */
    HostFigures(Path proc, Path blocks, WallClock clock) {
        this.proc = proc;
        this.blocks = blocks;
        this.clock = clock;
        this.before = cpu();
        this.readNs = clock.nowNs();
    }

    /** {@return the figures, not older than a second} */
    synchronized SystemJson system() {
        long now = clock.nowNs();
        SystemJson held = latest;
        if (held != null && now - readNs < SECOND_NS) return held;
        Cpu cpu = cpu();
        SystemJson fresh = read(now, cpu);
        latest = fresh;
        before = cpu;
        readNs = now;
        return fresh;
    }

    private SystemJson read(long now, Cpu cpu) {
        long all = cpu.all() - before.all();
        Map<String, Long> memory = memory();
        long total = memory.getOrDefault("MemTotal:", 0L);
        long available = memory.getOrDefault("MemAvailable:", 0L);
        long[] disk = disk();
        long[] net = net();
        return new SystemJson(
                clock.wall(now).getEpochSecond(),
                all <= 0 ? 0 : 100.0 * (cpu.busy() - before.busy()) / all,
                total == 0 ? 0 : 100.0 * (total - available) / total,
                load(),
                disk[0],
                disk[1],
                net[0],
                net[1],
                pressure("cpu", "some"),
                pressure("memory", "some"),
                pressure("memory", "full"),
                pressure("io", "some"),
                pressure("io", "full"),
                // The clock of all time stamps counts from boot.
                now / SECOND_NS);
    }

    /** Ticks of all CPUs: user, nice, system, idle, iowait, irq, softirq, steal; guest time is in user. */
    private Cpu cpu() {
        String[] words = lines(proc.resolve("stat")).getFirst().split(" +");
        long all = 0;
        for (int i = 1; i <= 8; i++) all += Long.parseLong(words[i]);
        return new Cpu(all - Long.parseLong(words[4]) - Long.parseLong(words[5]), all);
    }

    private Map<String, Long> memory() {
        Map<String, Long> values = new HashMap<>();
        for (String line : lines(proc.resolve("meminfo"))) {
            String[] words = line.split(" +");
            values.put(words[0], Long.parseLong(words[1]));
        }
        return values;
    }

    private List<Double> load() {
        String[] words = lines(proc.resolve("loadavg")).getFirst().split(" ");
        return List.of(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    /** Disks only: partitions and what is stacked on disks would be counted twice. */
    private long[] disk() {
        Set<String> disks = disks();
        long[] sum = new long[2];
        for (String line : optionalLines(proc.resolve("diskstats"))) {
            String[] words = line.strip().split(" +");
            if (words.length < 10 || !disks.contains(words[2])) continue;
            sum[0] += SECTOR * Long.parseLong(words[5]);
            sum[1] += SECTOR * Long.parseLong(words[9]);
        }
        return sum;
    }

    private Set<String> disks() {
        Set<String> disks = new TreeSet<>();
        try (Stream<Path> list = Files.list(blocks)) {
            list.map(path -> path.getFileName().toString())
                    .filter(name -> !name.matches("(loop|ram|zram|dm-|md|nbd).*"))
                    .forEach(disks::add);
        } catch (IOException e) {
            // No sysfs: no disk is known, and the sums are 0.
            return Set.of();
        }
        return disks;
    }

    private long[] net() {
        long[] sum = new long[2];
        for (String line : optionalLines(proc.resolve("net/dev"))) {
            int colon = line.indexOf(':');
            if (colon < 0 || line.substring(0, colon).strip().equals("lo")) continue;
            String[] words = line.substring(colon + 1).strip().split(" +");
            sum[0] += Long.parseLong(words[0]);
            sum[1] += Long.parseLong(words[8]);
        }
        return sum;
    }

    private Explicit pressure(String resource, String kind) {
        for (String line : optionalLines(proc.resolve("pressure").resolve(resource))) {
            String[] words = line.split(" ");
            if (words[0].equals(kind)) return Explicit.of(Double.valueOf(words[1].substring("avg10=".length())));
        }
        return Explicit.NULL;
    }

    private static List<String> optionalLines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // This kernel does not have it, or not for us: the figure is unknown.
            return List.of();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
