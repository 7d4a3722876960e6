package dev.linnix.bench;

import java.time.Duration;
import java.util.List;

/** Whether every one of 50 000 forks arrives, in causal order, and every lost record is accounted for. */
final class CaptureBenchmark implements Benchmark {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int WORKERS = 4;

    @Override
    public String name() {
        return "capture";
    }

    @Override
    public String summary() {
        return "50 000 forks: captured, out of causal order, lost without account";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int forks = bench.times(50_000, 1_000);
        bench.say("capture: " + forks + " forks");
        try (Child worker = bench.start("capture worker", Jvm.worker(List.of(), CaptureWorker.class))) {
            worker.words(TIMEOUT);
            Load.Forks load = new Load(bench).forks(forks, WORKERS);
            String[] counts = worker.ask(Long.toString(load.pid()), TIMEOUT);
            String note = forks + " forks by " + WORKERS + " processes, "
                    + Numbers.format(forks * 1e9 / load.elapsedNs()) + " /s; " + counts[4]
                    + " records of the whole host checked, lost and accounted for: " + counts[5];
            bench.report(figure(forks + " forks: captured", forks, counts[0])
                    .yardstick("Linnix sequencer 100 %, perf buffer 90 %")
                    .note(note));
            bench.report(figure("  their execs captured", forks / Load.EXEC_EVERY, counts[1]));
            bench.report(figure("  their exits captured", forks, counts[2]));
            bench.report(figure("  out of causal order", 0, counts[3]));
            bench.report(figure("  unexplained loss", 0, counts[6]));
        }
    }

    private Figure figure(String what, int expected, String count) {
        return Figure.of(name(), what, "").must(Limit.exactly(expected)).measured(Double.parseDouble(count));
    }
}
