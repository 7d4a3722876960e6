package dev.linnix.bench;

import java.util.ArrayList;
import java.util.List;

/** From the exec of the agent to its first record, and to its word that it is ready. */
final class StartBenchmark implements Benchmark {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "exec of the agent to the first record in its engine, and to /readyz 200";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int times = bench.times(12, 2);
        bench.say("start: " + times + " starts");
        List<Double> first = new ArrayList<>();
        List<Double> ready = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            try (Agent agent = Agent.launch(bench)) {
                ready.add((agent.awaitReady() - agent.execNs()) / 1e6);
                first.add((agent.status().number("first_record_ns") - agent.execNs()) / 1e6);
            }
        }
        bench.report(Figure.of(name(), "exec to first record in the engine", "ms")
                .must(Limit.atMost(600))
                .goal(Limit.atMost(300))
                .measured(Samples.of(first)));
        bench.report(Figure.of(name(), "exec to /readyz 200", "ms")
                .must(Limit.atMost(1_500))
                .goal(Limit.atMost(900))
                .measured(Samples.of(ready)));
    }
}
