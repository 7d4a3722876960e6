package dev.linnix.bench;

import dev.linnix.evidence.BundleReader;
import dev.linnix.evidence.Manifest;
import dev.linnix.evidence.Manifest.CollectorInfo;
import dev.linnix.kernel.BootClock;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private static final Duration LOOK = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final Pattern NAME = Pattern.compile("(\\.work-)?(incident-[^.]+)(\\.(\\d+))?(\\.tar\\.zst)?");
    private static final int FIRST_GOAL_MS = 300;
    private static final int SECOND_GOAL_MS = 15_000;

    /** How a collector fared that had something to read. */
    private static final Set<String> RAN = Set.of("ok", "cut", "denied");

    /** When something of one incident was first seen, CLOCK_BOOTTIME, ns. */
    private record Seen(String bundle, long workNs, long firstNs, long secondNs) {}

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
            Set<String> known = new HashSet<>();
            for (int i = 0; i < trials; i++) {
                CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> watch(bundles, known));
                Load.Forks load = new Load(bench).pacedForks(FORKS, FORKS_PER_SECOND);
                Seen when = await(seen);
                take(bundles, when, load.forkNs().get(THRESHOLD - 1));
                // While an alert is firing its rule is evaluated less often, and what comes after would be in the way.
                awaitFile(bundles.resolve(when.bundle() + ".3.tar.zst"));
                known.add(when.bundle());
            }
        }
        report(bench);
    }

    private void take(Path bundles, Seen when, long crossedNs) throws IOException {
        work.add((when.workNs() - crossedNs) / 1e6);
        first.add((when.firstNs() - crossedNs) / 1e6);
        second.add((when.secondNs() - crossedNs) / 1e6);
        Manifest one = manifest(bundles.resolve(when.bundle() + ".tar.zst"));
        Instant fired = Instant.parse(one.firedAt());
        long firedNs = TimeUnit.SECONDS.toNanos(fired.getEpochSecond()) + fired.getNano() - BootClock.wallOffsetNs();
        alertToFirst.add((when.firstNs() - firedNs) / 1e6);
        alertToSecond.add((when.secondNs() - firedNs) / 1e6);
        one.collectors().forEach(this::count);
        manifest(bundles.resolve(when.bundle() + ".2.tar.zst")).collectors().forEach(this::count);
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

    private static Seen await(CompletableFuture<Seen> seen) throws InterruptedException, TimeoutException {
        try {
            return seen.get(LONGEST.toSeconds() + 5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void awaitFile(Path file) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() > deadline) throw new TimeoutException(file + " did not come");
            Bench.pause(Duration.ofMillis(50));
        }
    }

    /** {@return when what belongs to the next incident was seen; what an earlier one leaves late is not taken for it} */
    private static Seen watch(Path bundles, Set<String> known) {
        @Nullable String bundle = null;
        long work = 0;
        long first = 0;
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                for (String name : names(bundles)) {
                    Matcher parts = NAME.matcher(name);
                    if (!parts.matches() || known.contains(parts.group(2))) continue;
                    if (bundle == null) bundle = parts.group(2);
                    if (!bundle.equals(parts.group(2))) continue;
                    if (parts.group(1) != null) {
                        if (work == 0 && !names(bundles.resolve(name)).isEmpty()) work = BootClock.nowNs();
                    } else if (parts.group(5) != null) {
                        if (first == 0 && parts.group(4) == null) first = BootClock.nowNs();
                        if ("2".equals(parts.group(4))) return new Seen(bundle, work, first, BootClock.nowNs());
                    }
                }
                Bench.pause(LOOK);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("no bundle within " + LONGEST.toSeconds() + " s in " + bundles);
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
