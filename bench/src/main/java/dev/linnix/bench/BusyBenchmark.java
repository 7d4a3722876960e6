package dev.linnix.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** CPU of the agent under {@code stress-ng --fork 4}, every event delivered. */
final class BusyBenchmark implements Benchmark {
    @Override
    public String name() {
        return "busy";
    }

    @Override
    public String summary() {
        return "CPU of the agent under stress-ng --fork 4, every event delivered";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int samples = bench.times(4, 1);
        int seconds = bench.times(5, 2);
        try (Agent agent = Agent.start(bench);
                Child stress = new Load(bench).stressForks(samples * seconds + 20)) {
            Bench.pause(Duration.ofSeconds(bench.times(5, 1)));
            bench.say("busy: " + samples + " x " + seconds + " s of stress-ng --fork 4");
            List<Double> percents = new ArrayList<>();
            List<Double> rates = new ArrayList<>();
            Agent.Status before = agent.status();
            for (int i = 0; i < samples; i++) {
                long forks = agent.status().delivered("fork");
                long begin = System.nanoTime();
                percents.add(agent.cpuPercent(1, Duration.ofSeconds(seconds)).median());
                rates.add((agent.status().delivered("fork") - forks) * 1e9 / (System.nanoTime() - begin));
            }
            long lost = agent.status().lost() - before.lost();
            if (!stress.isAlive()) throw new IllegalStateException("stress-ng ended too early" + stress.tail());
            Samples rate = Samples.of(rates);
            bench.report(Figure.of(name(), "agent CPU, stress-ng --fork 4", "% of a core")
                    .must(Limit.atMost(5))
                    .goal(Limit.atMost(2))
                    .yardstick("Linnix 4.10 % (its BPF off), bpftrace 6.7 %, forkstat 19.9 %")
                    .measured(Samples.of(percents)));
            bench.report(Figure.of(name(), "  forks delivered meanwhile", "/s").measured(rate));
            bench.report(Figure.of(name(), "  records lost meanwhile", "")
                    .must(Limit.exactly(0))
                    .measured((double) lost));
        }
    }
}
