package dev.linnix.bench;

import dev.linnix.kernel.BootClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * From the event in the kernel that makes a rule's condition true to evidence on disk: to the first file of a collector,
 * to the first archive with everything that is collected at once, and to the one with what takes seconds. All collectors
 * of the default set run. Looked at from outside.
 */
final class EvidenceBenchmark implements Benchmark {
    private static final int THRESHOLD = 200;
    private static final int FORKS_PER_SECOND = 500;
    /** The load goes on for two seconds after the trigger, so that there is somebody to look at. */
    private static final int FORKS = THRESHOLD + 2 * FORKS_PER_SECOND;

    private static final Duration LOOK = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final String WORK = ".work-";
    private static final String FIRST = ".tar.zst";
    private static final String SECOND = ".2.tar.zst";

    /** When something was first seen, CLOCK_BOOTTIME, ns. */
    private record Seen(long workNs, long firstNs, long secondNs) {}

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public String summary() {
        return "kernel event to the first evidence and to the archives on disk";
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
        List<Double> work = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        try (Agent agent = Agent.start(bench, "--config", config.toString(), "--rules", rules.toString())) {
            Bench.pause(Duration.ofSeconds(bench.times(5, 1)));
            bench.say("evidence: " + trials + " incidents");
            Path bundles = agent.state().resolve("bundles");
            Set<String> known = new HashSet<>();
            for (int i = 0; i < trials; i++) {
                CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> watch(bundles, known));
                Load.Forks load = new Load(bench).pacedForks(FORKS, FORKS_PER_SECOND);
                Seen when = await(seen);
                long crossed = load.forkNs().get(THRESHOLD - 1);
                work.add((when.workNs() - crossed) / 1e6);
                first.add((when.firstNs() - crossed) / 1e6);
                second.add((when.secondNs() - crossed) / 1e6);
                known.addAll(names(bundles));
            }
        }
        report(bench, "kernel event to first evidence on disk", work, "");
        report(
                bench,
                "kernel event to first archive, all of it",
                first,
                "AODv2 564 ms (23 to 908): event to bundle of 3 of its 7 actions");
        report(bench, "kernel event to second archive, profile included", second, "");
    }

    private void report(Bench bench, String what, List<Double> millis, String yardstick) {
        Samples samples = Samples.of(millis);
        Figure figure = Figure.of(name(), what, "ms");
        bench.report((yardstick.isEmpty() ? figure : figure.yardstick(yardstick)).measured(samples));
    }

    private static Seen await(CompletableFuture<Seen> seen) throws InterruptedException, TimeoutException {
        try {
            return seen.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Seen watch(Path bundles, Set<String> known) {
        long work = 0;
        long first = 0;
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                for (String name : names(bundles)) {
                    if (known.contains(name)) continue;
                    if (work == 0
                            && name.startsWith(WORK)
                            && !names(bundles.resolve(name)).isEmpty()) {
                        work = BootClock.nowNs();
                    }
                    if (name.endsWith(SECOND)) return new Seen(work, first, BootClock.nowNs());
                    if (first == 0 && !name.startsWith(".") && name.endsWith(FIRST)) first = BootClock.nowNs();
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
