package dev.linnix.bench;

import dev.linnix.evidence.BundleReader;
import dev.linnix.evidence.BundleReport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does the agent keep to its room when one incident follows the other? A real one with 5 MB for everything, 2 MB of it for the
 * recorder, no limit on bundles an hour, and each second a new process that forks too much, of a few programs in turn.
 */
final class SpaceBenchmark implements Benchmark {
    private static final long BUDGET = 5 << 20;
    private static final long RECORDER = 2 << 20;
    private static final List<String> PROGRAMS = List.of("ants", "bees", "wasps");
    private static final String FORKS = "i=0; while [ $i -lt 60 ]; do (:); i=$((i+1)); done";
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "space";
    }

    @Override
    public String summary() {
        return "an incident a second under a budget of 5 MB: bytes on disk each 10 ms, what is still there";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int seconds = bench.times(600, 30);
        Path rules = Files.writeString(bench.directory().resolve("space-rules.yaml"), """
                - name: bench_forks
                  detector: fork_burst
                  scope: subtree
                  severity: low
                  threshold: 30
                  window_seconds: 2
                """, StandardCharsets.UTF_8);
        Path config = Files.writeString(
                bench.directory().resolve("space.yaml"), """
                evidence:
                  per_rule_per_hour: 0
                  per_hour: 0
                recorder:
                  size: %d
                space:
                  budget: %d
                """.formatted(RECORDER, BUDGET), StandardCharsets.UTF_8);
        List<Path> programs = new ArrayList<>();
        for (String name : PROGRAMS) {
            Path program = bench.directory().resolve(name);
            programs.add(Files.copy(Path.of("/bin/sh").toRealPath(), program));
        }
        Set<String> incidents = ConcurrentHashMap.newKeySet();
        try (Agent agent = Agent.start(bench, "--config", config.toString(), "--rules", rules.toString());
                DiskWatch watch = new DiskWatch(agent.state(), BUDGET);
                EventStream alerts = new EventStream(
                        agent,
                        "/alerts",
                        arrival -> incidents.add(String.valueOf(arrival.json().get("incident_id"))))) {
            bench.say("space: an incident a second for " + seconds + " s");
            long begin = System.nanoTime();
            for (int i = 0; i < seconds; i++) {
                fork(programs.get(i % programs.size()));
                long early = begin + TimeUnit.SECONDS.toNanos(i + 1) - System.nanoTime();
                if (early > 0) Bench.pause(Duration.ofNanos(early));
            }
            double elapsed = (System.nanoTime() - begin) / 1e9;
            Agent.Status status = awaitRest(agent);
            alerts.check();
            watch.end();
            report(bench, agent, watch, status, incidents.size(), elapsed);
        }
    }

    private static void fork(Path program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), "-c", FORKS).start();
        if (process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) return;
        process.destroyForcibly();
        throw new IOException(program + " did not end");
    }

    /** {@return the status once nothing is being collected any more} */
    private static Agent.Status awaitRest(Agent agent) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + 5 * LONGEST.toNanos();
        int quiet = 0;
        while (true) {
            Agent.Status status = agent.status();
            boolean busy = status.number("evidence", "running") > 0 || status.number("alerts_firing") > 0;
            quiet = busy ? 0 : quiet + 1;
            if (quiet == 5) return status;
            if (System.nanoTime() > deadline) throw new TimeoutException("evidence is still being collected");
            Bench.pause(Duration.ofSeconds(1));
        }
    }

    private void report(Bench bench, Agent agent, DiskWatch watch, Agent.Status status, long incidents, double elapsed)
            throws IOException {
        bench.report(Figure.of(name(), "all files of the agent, most at any sample", "MB")
                .must(Limit.atMost(BUDGET / 1048576.0))
                .measured(watch.most() / 1048576.0)
                .note(watch.samples() + " samples, "
                        + Numbers.format(watch.intervals().median()) + " ms apart, 99 % within "
                        + Numbers.format(watch.intervals().percentile(99)) + ", at most "
                        + Numbers.format(watch.intervals().max())));
        bench.report(Figure.of(name(), "  samples above the budget", "")
                .must(Limit.exactly(0))
                .measured((double) watch.above()));
        Map<String, String> first = watch.firstOfCause();
        Set<String> programs = new TreeSet<>();
        first.keySet().forEach(cause -> programs.add(program(cause)));
        programs.retainAll(PROGRAMS);
        List<String> gone = first.entrySet().stream()
                .filter(each ->
                        !Files.exists(agent.state().resolve("bundles").resolve(each.getValue() + DiskWatch.ARCHIVE)))
                .map(Map.Entry::getKey)
                .toList();
        bench.report(Figure.of(name(), "  causes whose first bundle is gone", "")
                .must(Limit.exactly(0))
                .measured((double) gone.size())
                .note("of " + first.size() + (gone.isEmpty() ? "" : ": " + gone)));
        bench.report(Figure.of(name(), "  programs that were a cause", "")
                .must(Limit.exactly(PROGRAMS.size()))
                .measured((double) programs.size()));
        long begun = status.number("evidence", "begun");
        bench.report(Figure.of(name(), "  incidents a second", "1/s")
                .must(Limit.atLeast(0.95))
                .measured(incidents / elapsed)
                .note(incidents + " incidents, " + begun + " bundles, " + status.number("evidence", "archives")
                        + " archives; "
                        + status.number("evidence", "deleted", "budget") + " bundles deleted for room; not collected: "
                        + skipped(status)));
        int archives = 0;
        List<String> damaged = new ArrayList<>();
        for (Path archive : DiskWatch.archives(agent.state())) {
            archives++;
            try (FileChannel channel = FileChannel.open(archive)) {
                BundleReport report =
                        BundleReader.verify(channel, archive.getFileName().toString());
                damaged.addAll(report.problems());
            }
        }
        bench.report(Figure.of(name(), "  archives left that do not verify", "")
                .must(Limit.exactly(0))
                .measured((double) damaged.size())
                .note("of " + archives + (damaged.isEmpty() ? "" : ": " + damaged)));
    }

    /** {@return the name of the program that a cause ends with, its directory left out} */
    private static String program(String cause) {
        return cause.substring(Math.max(cause.lastIndexOf('/'), cause.lastIndexOf(' ')) + 1);
    }

    private static String skipped(Agent.Status status) throws IOException {
        List<String> counts = new ArrayList<>();
        for (String reason : List.of("busy", "space", "failed", "rate_limit", "deleted")) {
            long count = status.number("evidence", "skipped", reason);
            if (count > 0) counts.add(count + " " + reason);
        }
        return counts.isEmpty() ? "none" : String.join(", ", counts);
    }
}
