package dev.linnix.bench;

import java.time.Duration;

/** Memory of the agent in its default configuration, warmed up. */
final class MemoryBenchmark implements Benchmark {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String summary() {
        return "memory of the agent in its default configuration, warmed up by forks and queries";
    }

    @Override
    public void run(Bench bench) throws Exception {
        try (Agent agent = Agent.start(bench)) {
            bench.say("memory: warming up");
            warmUp(bench, agent);
            Bench.pause(Duration.ofSeconds(bench.times(20, 1)));
            Memory memory = Memory.of(agent.pid());
            String others = "Linnix 70-75, AODv2 39-92, bpftrace 89-100, netdata 62-67 MB";
            bench.report(Figure.of(name(), "agent memory, VmRSS", "MB")
                    .must(Limit.atMost(90))
                    .goal(Limit.atMost(70))
                    .yardstick(others)
                    .measured(memory.rss()));
            bench.report(Figure.of(name(), "agent memory, PSS", "MB")
                    .goal(Limit.atMost(64))
                    .measured(memory.pss()));
            bench.report(Figure.of(name(), "agent memory, RssAnon", "MB").measured(memory.anon()));
        }
    }

    private static void warmUp(Bench bench, Agent agent) throws Exception {
        new Load(bench).forks(bench.times(50_000, 1_000), 4);
        for (int i = 0; i < bench.times(200, 10); i++) {
            for (String path : new String[] {"/status", "/processes", "/timeline", "/incidents"}) {
                agent.open(path).getInputStream().readAllBytes();
            }
        }
    }
}
