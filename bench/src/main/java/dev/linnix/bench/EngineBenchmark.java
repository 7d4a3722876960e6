package dev.linnix.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one record costs from its bytes in memory through the engine, default rules in force. */
final class EngineBenchmark implements Benchmark {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public String summary() {
        return "decode to engine, per record: births, execs and ends of processes, default rules";
    }

    @Override
    public void run(Bench bench) throws Exception {
        String note = Lives.ALIVE + " processes alive, " + Lives.RATE
                + " begin, run a program and end each second of event time; CPU time, one value a batch of 8 190 records";
        Samples shipped = measure(bench, List.of(), true, true);
        bench.report(Figure.of(name(), "decode to engine, per event", "ns")
                .must(Limit.atMost(500))
                .goal(Limit.atMost(200))
                .measured(shipped)
                .note(note));
        bench.report(
                Figure.of(name(), "  forks and exits only", "ns").measured(measure(bench, List.of(), false, true)));
        bench.report(Figure.of(name(), "  no rules: table and counters only", "ns")
                .measured(measure(bench, List.of(), true, false)));
        bench.report(Figure.of(name(), "  second compiler (not shipped)", "ns")
                .measured(measure(bench, Jvm.SECOND_COMPILER, true, true)));
    }

    private Samples measure(Bench bench, List<String> flags, boolean execs, boolean rules) throws Exception {
        int warmUp = bench.times(200, 20);
        int measured = bench.times(200, 20);
        bench.say("engine: " + measured + " batches" + (flags.isEmpty() ? "" : ", second compiler")
                + (execs ? "" : ", no execs") + (rules ? "" : ", no rules"));
        List<Double> values = new ArrayList<>();
        try (Child worker = bench.start(
                "engine worker",
                Jvm.worker(
                        flags,
                        EngineWorker.class,
                        Integer.toString(warmUp),
                        Integer.toString(measured),
                        Boolean.toString(execs),
                        Boolean.toString(rules)))) {
            for (int i = 0; i < measured; i++) values.add(Double.parseDouble(worker.words(TIMEOUT)[0]));
            String[] state = worker.words(TIMEOUT);
            worker.expectSuccess(TIMEOUT);
            if (Long.parseLong(state[1]) < Lives.ALIVE || Long.parseLong(state[3]) != 0) {
                throw new IllegalStateException("the engine did not take the records: " + String.join(" ", state));
            }
        }
        return Samples.of(values);
    }
}
