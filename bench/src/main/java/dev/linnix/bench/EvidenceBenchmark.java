package dev.linnix.bench;

import dev.linnix.evidence.BundleReader;
import dev.linnix.evidence.Manifest;
import dev.linnix.evidence.Manifest.CollectorInfo;
import dev.linnix.kernel.BootClock;
import dev.linnix.recording.json.OffenderJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From the event in the kernel that makes a rule's condition true, and from the alert, to evidence on disk: to the first
 * file of a collector, to the first archive with everything that is collected at once, and to the one with what takes
 * seconds. Looked at from outside, all collectors of the default set running: that they did, the manifests say.
 */
final class EvidenceBenchmark implements Benchmark {
    private static final int THRESHOLD = 200;
    private static final int FORKS_PER_SECOND = 500;
    /** The load goes on for two seconds after the trigger, so that there is somebody to look at. */
    private static final int FORKS = THRESHOLD + 2 * FORKS_PER_SECOND;

    /** The engine's state is saved once a second at most: the first of two incidents must not delay the second. */
    private static final Duration APART = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final String FIRST = ".tar.zst";
    private static final Pattern NAME = Pattern.compile("(\\.work-)?(incident-[^.]+)(?:\\.(\\d+))?(?:\\.tar\\.zst)?");
    private static final int FIRST_GOAL_MS = 300;
    private static final int SECOND_GOAL_MS = 15_000;

    /** How a collector fared that had something to read. */
    private static final Set<String> RAN = Set.of("ok", "cut", "denied");

    /** When something of one incident was first seen, CLOCK_BOOTTIME, ns; 0 while it was not. */
    private static final class Seen {
        private volatile long workNs;
        private volatile long firstNs;
        private volatile long secondNs;
        private volatile boolean over;
    }

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final List<Double> work = new ArrayList<>();
    private final List<Double> first = new ArrayList<>();
    private final List<Double> second = new ArrayList<>();
    private final List<Double> alertToFirst = new ArrayList<>();
    private final List<Double> alertToSecond = new ArrayList<>();
    private final Set<String> ran = new TreeSet<>();
    private final Set<String> others = new TreeSet<>();
    private long late;

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public String summary() {
        return "kernel event and alert to the first evidence and to the archives on disk";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int trials = bench.times(12, 2);
        Path rules = bench.directory().resolve("evidence-rules.yaml");
        Files.writeString(rules, """
                - name: bench_forks
                  detector: fork_burst
                  scope: subtree
                  severity: low
                  threshold: %d
                  window_seconds: 5
                """.formatted(THRESHOLD), StandardCharsets.UTF_8);
        Path config = bench.directory().resolve("evidence.yaml");
        Files.writeString(config, "evidence:\n  per_rule_per_hour: 0\n  per_hour: 0\n", StandardCharsets.UTF_8);
        try (Agent agent = Agent.start(bench, "--config", config.toString(), "--rules", rules.toString())) {
            Bench.pause(Duration.ofSeconds(bench.times(5, 1)));
            bench.say("evidence: " + trials + " incidents");
            Path bundles = agent.state().resolve("bundles");
            try (Watch watch = new Watch(bundles)) {
                for (int i = 0; i < trials; i++) {
                    Bench.pause(APART);
                    Load.Forks load = new Load(bench).pacedForks(FORKS, FORKS_PER_SECOND);
                    take(bundles, of(bundles, load.pid(), watch), load.forkNs().get(THRESHOLD - 1));
                }
            }
        }
        report(bench);
    }

    /**
     * {@return the bundle of the incident that blames this process, once the incident is over}
     *
     * <p>Anything else on the host may have an incident of its own at the same time. And while an alert is firing its rule
     * is evaluated less often.
     */
    private String of(Path bundles, long pid, Watch watch) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < deadline) {
            watch.check();
            for (Map.Entry<String, Seen> each : seen.entrySet()) {
                if (!each.getValue().over || taken.contains(each.getKey())) continue;
                OffenderJson offender = manifest(bundles.resolve(each.getKey() + FIRST))
                        .alerts()
                        .getFirst()
                        .offender();
                if (offender != null && offender.pid() == pid) return each.getKey();
            }
            Bench.pause(Duration.ofMillis(50));
        }
        throw new IOException(
                "no whole bundle about process " + pid + " within " + LONGEST.toSeconds() + " s in " + bundles);
    }

    private void take(Path bundles, String bundle, long crossedNs) throws IOException {
        Seen when = Objects.requireNonNull(seen.get(bundle));
        taken.add(bundle);
        work.add((when.workNs - crossedNs) / 1e6);
        first.add((when.firstNs - crossedNs) / 1e6);
        second.add((when.secondNs - crossedNs) / 1e6);
        Manifest one = manifest(bundles.resolve(bundle + FIRST));
        Instant fired = Instant.parse(one.firedAt());
        long firedNs = TimeUnit.SECONDS.toNanos(fired.getEpochSecond()) + fired.getNano() - BootClock.wallOffsetNs();
        alertToFirst.add((when.firstNs - firedNs) / 1e6);
        alertToSecond.add((when.secondNs - firedNs) / 1e6);
        one.collectors().forEach(this::count);
        manifest(bundles.resolve(bundle + ".2.tar.zst")).collectors().forEach(this::count);
    }

    private static Manifest manifest(Path archive) throws IOException {
        try (FileChannel channel = FileChannel.open(archive)) {
            return BundleReader.manifest(channel, archive.toString());
        }
    }

    private void count(CollectorInfo collector) {
        if (RAN.contains(collector.status())) ran.add(collector.name());
        else
            others.add(
                    collector.name() + " " + collector.status() + " (" + String.join("; ", collector.detail()) + ")");
        if (collector.status().equals("timeout") || collector.status().equals("failed")) late++;
    }

    private void report(Bench bench) {
        bench.report(millis("kernel event to first evidence on disk").measured(Samples.of(work)));
        bench.report(millis("kernel event to first archive, all of it")
                .yardstick("AODv2 564 ms (23 to 908): event to bundle of 3 of its 7 actions")
                .measured(Samples.of(first))
                .note("the first of a fresh agent " + Numbers.format(first.getFirst()) + " ms"));
        bench.report(millis("  alert to first archive")
                .goal(Limit.atMost(FIRST_GOAL_MS))
                .measured(Samples.of(alertToFirst))
                .note("the first of a fresh agent " + Numbers.format(alertToFirst.getFirst()) + " ms"));
        bench.report(millis("kernel event to second archive, profile included").measured(Samples.of(second)));
        bench.report(millis("  alert to second archive")
                .goal(Limit.atMost(SECOND_GOAL_MS))
                .measured(Samples.of(alertToSecond)));
        bench.report(Figure.of(name(), "  collectors that failed or were late", "")
                .must(Limit.exactly(0))
                .measured((double) late)
                .note("ran: " + String.join(", ", ran) + (others.isEmpty() ? "" : "; " + String.join("; ", others))));
    }

    private Figure millis(String what) {
        return Figure.of(name(), what, "ms");
    }

    /** Looks into the directory again and again. */
    private final class Watch implements AutoCloseable {
        private final Path bundles;
        private final Thread thread;
        private volatile @Nullable IOException failure;

        Watch(Path bundles) {
            this.bundles = bundles;
            thread = Thread.ofPlatform().daemon().name("bench-bundles").start(this::run);
        }

        private void run() {
            try {
                while (true) {
                    for (String name : names(bundles)) look(name);
                    Bench.pause(LOOK);
                }
            } catch (IOException e) {
                failure = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // It is over.
            }
        }

        private void look(String name) throws IOException {
            Matcher parts = NAME.matcher(name);
            if (!parts.matches()) return;
            boolean work = parts.group(1) != null;
            String number = parts.group(3);
            Seen one = seen.computeIfAbsent(parts.group(2), _ -> new Seen());
            long now = BootClock.nowNs();
            if (work) {
                if (one.workNs == 0 && !names(bundles.resolve(name)).isEmpty()) one.workNs = now;
            } else if (number == null) {
                if (one.firstNs == 0) one.firstNs = now;
            } else if (number.equals("2")) {
                if (one.secondNs == 0) one.secondNs = now;
            } else {
                one.over = one.firstNs > 0 && one.secondNs > 0;
            }
        }

        void check() throws IOException {
            IOException why = failure;
            if (why != null) throw why;
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static List<String> names(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) names.add(String.valueOf(entry.getFileName()));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }
}
