package dev.linnix.bench;

import java.time.Duration;

/** CPU of the agent while nothing happens, on the host as it is and with thousands of sleeping processes. */
final class IdleBenchmark implements Benchmark {
    private static final int SLEEPERS = 5_000;
    private static final int FEW_TASKS = 500;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String summary() {
        return "CPU of the agent on an idle host, and with 5 000 sleeping processes";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int samples = bench.times(4, 1);
        Duration period = Duration.ofSeconds(bench.times(10, 2));
        try (Agent agent = Agent.start(bench)) {
            Bench.pause(period);
            bench.say("idle: " + samples + " x " + period.toSeconds() + " s");
            Figure idle = Figure.of(name(), "agent CPU, idle host", "% of a core")
                    .must(Limit.atMost(1))
                    .goal(Limit.atMost(0.3))
                    .yardstick("Linnix 3.63 % (its BPF off), netdata 1.27 %");
            String before = Machine.loadNow();
            Samples cpu = agent.cpuPercent(samples, period);
            String load = "load before: " + before + ", after: " + Machine.loadNow();
            if (Machine.tasks() > FEW_TASKS) load += "; more than " + FEW_TASKS + " tasks: not an idle host";
            bench.report(idle.measured(cpu).note(load));

            bench.say("idle: the same with " + SLEEPERS + " sleeping processes");
            try (Child sleepers = new Load(bench).sleepers(SLEEPERS)) {
                Bench.pause(Duration.ofSeconds(bench.times(5, 1)));
                bench.report(Figure.of(name(), "agent CPU, idle host, 5 000 more processes", "% of a core")
                        .measured(agent.cpuPercent(samples, period))
                        .note("load: " + Machine.loadNow() + "; sleepers " + (sleepers.isAlive() ? "alive" : "GONE")));
            }
        }
    }
}
