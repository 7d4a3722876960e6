package dev.linnix.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much slower a forking workload becomes while the agent watches. Each figure is relative to the mean of the same
 * workload just before and just after without agent, as the pace of a host changes by the minute. What is measured is an
 * agent that has seen such a load before; what a fresh one costs, which compiles meanwhile, stands beside. The workload is
 * an incident itself: what it costs to collect evidence of it stands beside too.
 */
final class OverheadBenchmark implements Benchmark {
    /** Evidence is collected in every so manyth round. */
    private static final int EVIDENCE_EVERY = 3;

    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final List<Double> time = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();
    private final List<Double> fresh = new ArrayList<>();
    private final List<Double> collecting = new ArrayList<>();
    private long bundles;

    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String summary() {
        return "a forking workload with the agent over the same without, paired";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int rounds = bench.times(18, EVIDENCE_EVERY);
        int forks = bench.times(6_000, 500);
        Load load = new Load(bench);
        Path quiet = Files.writeString(
                bench.directory().resolve("overhead.yaml"), "evidence:\n  enabled: false\n", StandardCharsets.UTF_8);
        Path rich = Files.writeString(
                bench.directory().resolve("overhead-evidence.yaml"),
                "evidence:\n  per_rule_per_hour: 0\n  per_hour: 0\n",
                StandardCharsets.UTF_8);
        bench.say("overhead: " + rounds + " rounds of " + forks + " forks, without and with the agent");
        load.forks(forks, 1);
        Load.Forks before = load.forks(forks, 1);
        for (int i = 0; i < rounds; i++) {
            boolean evidence = i % EVIDENCE_EVERY == EVIDENCE_EVERY - 1;
            List<Load.Forks> on = watched(bench, load, forks, evidence ? rich : quiet);
            Load.Forks after = load.forks(forks, 1);
            double offNs = (before.elapsedNs() + after.elapsedNs()) / 2.0;
            double offCpuNs = (before.cpuNs() + after.cpuNs()) / 2.0;
            Load.Forks second = on.get(1);
            if (evidence) {
                collecting.add(second.elapsedNs() / offNs);
            } else {
                fresh.add(on.get(0).elapsedNs() / offNs);
                time.add(second.elapsedNs() / offNs);
                cpu.add(second.cpuNs() / offCpuNs);
            }
            before = after;
        }
        report(bench, forks);
    }

    private void report(Bench bench, int forks) {
        bench.report(Figure.of(name(), "forking workload, agent on / off, time", "x")
                .must(Limit.atMost(1.03))
                .goal(Limit.atMost(1.01))
                .measured(Samples.of(time))
                .note(forks + " forks, 1 in 10 runs a program, over the mean of the same just before and after;"
                        + " evidence.enabled: false"));
        bench.report(Figure.of(name(), "  CPU of the workload", "x").measured(Samples.of(cpu)));
        bench.report(Figure.of(name(), "  time, the first such load of a fresh agent", "x")
                .measured(Samples.of(fresh)));
        bench.report(Figure.of(name(), "  time while evidence of it is collected", "x")
                .measured(Samples.of(collecting))
                .note(bundles + " bundles with all of an incident, a profile of the workload included"));
    }

    /** {@return two loads, one after the other, beside a new agent} */
    private List<Load.Forks> watched(Bench bench, Load load, int forks, Path config) throws Exception {
        try (Agent agent = Agent.start(bench, "--config", config.toString())) {
            Bench.pause(Duration.ofSeconds(1));
            long seen = agent.status().delivered("fork");
            Load.Forks first = load.forks(forks, 1);
            awaitQuiet(agent);
            long begun = agent.status().number("evidence", "begun");
            Load.Forks second = load.forks(forks, 1);
            Bench.pause(Duration.ofMillis(300));
            bundles += agent.status().number("evidence", "begun") - begun;
            seen = agent.status().delivered("fork") - seen;
            if (seen < 2L * forks)
                throw new IllegalStateException("the agent saw " + seen + " of " + 2 * forks + " forks");
            return List.of(first, second);
        }
    }

    /** While the alert of a load is firing, the next load is no incident of its own. */
    private static void awaitQuiet(Agent agent) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        Agent.Status status;
        do {
            Bench.pause(Duration.ofMillis(200));
            status = agent.status();
        } while (status.number("alerts_firing") + status.number("evidence", "running") > 0
                && System.nanoTime() < deadline);
    }
}
