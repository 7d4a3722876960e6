package dev.linnix.bench;

import dev.linnix.kernel.BootClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From the exec of the agent to its first record, and to its word that it is ready. */
final class StartBenchmark implements Benchmark {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int FORKS_PER_SECOND = 500;

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
            try (Child load = new Load(bench).steadyForks(FORKS_PER_SECOND, 30);
                    Agent agent = Agent.launch(bench)) {
                first.add(firstRecord(agent, load));
                ready.add((agent.awaitReady() - agent.execNs()) / 1e6);
            }
        }
        String note = "1 fork in 2 ms meanwhile, so that there are records; looked at from outside each 2 ms";
        bench.report(Figure.of(name(), "exec to first record in the engine", "ms")
                .must(Limit.atMost(600))
                .goal(Limit.atMost(300))
                .measured(Samples.of(first))
                .note(note));
        bench.report(Figure.of(name(), "exec to /readyz 200", "ms")
                .must(Limit.atMost(1_500))
                .goal(Limit.atMost(900))
                .measured(Samples.of(ready)));
    }

    private static double firstRecord(Agent agent, Child load) throws Exception {
        ConsumerWatch watch = new ConsumerWatch(agent.pid());
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!watch.hasConsumed()) {
            if (System.nanoTime() > deadline || !load.isAlive()) {
                throw new IOException("the agent took no record out of its ring");
            }
            Bench.pause(Duration.ofMillis(2));
        }
        return (BootClock.nowNs() - agent.execNs()) / 1e6;
    }
}
