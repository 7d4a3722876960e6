package dev.linnix.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How much slower a forking workload becomes while the agent watches: pairs with and without, in changing order. */
final class OverheadBenchmark implements Benchmark {
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
        int pairs = bench.times(20, 2);
        int forks = bench.times(6_000, 500);
        Load load = new Load(bench);
        load.forks(forks, 1);
        List<Double> wall = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        bench.say("overhead: " + pairs + " pairs of " + forks + " forks");
        for (int i = 0; i < pairs; i++) {
            boolean offFirst = i % 2 == 0;
            Load.Forks off = offFirst ? load.forks(forks, 1) : null;
            Load.Forks on = watched(bench, load, forks);
            if (off == null) off = load.forks(forks, 1);
            wall.add((double) on.elapsedNs() / off.elapsedNs());
            cpu.add((double) on.cpuNs() / off.cpuNs());
        }
        bench.report(Figure.of(name(), "forking workload, agent on / off, time", "x")
                .must(Limit.atMost(1.03))
                .goal(Limit.atMost(1.01))
                .measured(Samples.of(wall))
                .note(forks + " forks, 1 in 10 runs a program; median of the ratios of " + pairs + " pairs"));
        bench.report(Figure.of(name(), "forking workload, agent on / off, CPU of the workload", "x")
                .measured(Samples.of(cpu)));
    }

    private static Load.Forks watched(Bench bench, Load load, int forks) throws Exception {
        try (Agent agent = Agent.start(bench)) {
            Bench.pause(Duration.ofSeconds(bench.times(2, 1)));
            long before = agent.status().delivered("fork");
            Load.Forks result = load.forks(forks, 1);
            Bench.pause(Duration.ofMillis(300));
            long seen = agent.status().delivered("fork") - before;
            if (seen < forks) throw new IllegalStateException("the agent saw " + seen + " of " + forks + " forks");
            return result;
        }
    }
}
