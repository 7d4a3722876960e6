package dev.linnix.bench;

import java.time.Duration;

/** Growth of the agent's memory while processes come and go for a long time. */
final class SoakBenchmark implements Benchmark {
    /** Growth counts from here on, part of the whole: minute 10 of 60. */
    private static final double WARM = 1.0 / 6;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String summary() {
        return "growth of the agent's memory over an hour of churn (--minutes), from its sixth part on";
    }

    @Override
    public boolean byDefault() {
        return false;
    }

    @Override
    public void run(Bench bench) throws Exception {
        long length = Duration.ofMinutes(bench.minutes()).toNanos();
        Load load = new Load(bench);
        try (Agent agent = Agent.start(bench)) {
            long begin = System.nanoTime();
            Agent.Status first = agent.status();
            double warm = Double.NaN;
            double rss = Double.NaN;
            int round = 0;
            while (System.nanoTime() - begin < length) {
                load.forks(2_000, 4);
                agent.open("/processes").getInputStream().readAllBytes();
                Bench.pause(Duration.ofSeconds(1));
                rss = Memory.of(agent.pid()).rss();
                long elapsed = System.nanoTime() - begin;
                if (Double.isNaN(warm) && elapsed >= length * WARM) warm = rss;
                if (round++ % 30 == 0)
                    bench.say("soak: " + elapsed / 60_000_000_000L + " min, RSS " + Numbers.format(rss));
            }
            long forks = agent.status().delivered("fork") - first.delivered("fork");
            bench.report(Figure.of(name(), "growth of VmRSS, last 5/6 of " + bench.minutes() + " min of churn", "MB")
                    .goal(Limit.atMost(2))
                    .measured(rss - warm)
                    .note(forks + " forks; VmRSS " + Numbers.format(warm) + " MB, then " + Numbers.format(rss)));
            bench.report(Figure.of(name(), "  records lost meanwhile", "")
                    .must(Limit.exactly(0))
                    .measured((double) (agent.status().lost() - first.lost())));
        }
    }
}
