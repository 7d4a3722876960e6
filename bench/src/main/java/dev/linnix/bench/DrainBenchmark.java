package dev.linnix.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Taking records out of a ring and decoding them: ours beside libbpf's consumer in C, on equal rings, in turns. */
final class DrainBenchmark implements Benchmark {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long RING_BYTES = 64 << 20;
    private static final int ALIVE = 1_000;

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public String summary() {
        return "ring drain and decode, per record, beside libbpf's consumer in C on an equal ring";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int warmUp = bench.times(6, 1);
        int rounds = bench.times(15, 2);
        int steps = bench.times(200_000, 20_000);
        bench.say("drain: " + rounds + " rounds of " + steps + " forks and exits, three consumers");
        List<Double> c = new ArrayList<>();
        List<Double> shipped = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        try (RingSupplier yardstick = ring(bench);
                RingSupplier firstRing = ring(bench);
                RingSupplier secondRing = ring(bench);
                Child first = worker(bench, List.of(), firstRing);
                Child other = worker(bench, Jvm.SECOND_COMPILER, secondRing)) {
            for (int i = 0; i < warmUp + rounds; i++) {
                double inC = yardstick.drain(yardstick.fill(steps));
                double inFirst = ask(first, firstRing.fill(steps));
                double inSecond = ask(other, secondRing.fill(steps));
                if (i < warmUp) continue;
                c.add(inC);
                shipped.add(inFirst);
                second.add(inSecond);
            }
        }
        String note =
                "rings of 64 MB, each filled by the same BPF program and then drained; CPU time, consumers in turns";
        bench.report(Figure.of(name(), "ring drain and decode, per event", "ns")
                .yardstick("C libbpf 11.6 ns")
                .measured(Samples.of(shipped))
                .note(note));
        bench.report(Figure.of(name(), "  C, libbpf, in this run", "ns").measured(Samples.of(c)));
        bench.report(Figure.of(name(), "  over C", "x").goal(Limit.atMost(3)).measured(ratios(shipped, c)));
        bench.report(Figure.of(name(), "  second compiler (not shipped)", "ns").measured(Samples.of(second)));
        bench.report(Figure.of(name(), "  second compiler over C", "x")
                .goal(Limit.atMost(1.5))
                .measured(ratios(second, c)));
    }

    private static RingSupplier ring(Bench bench) throws Exception {
        return new RingSupplier(bench, RING_BYTES, ALIVE, false);
    }

    private static Child worker(Bench bench, List<String> flags, RingSupplier ring) throws Exception {
        return bench.start("drain worker", Jvm.worker(flags, DrainWorker.class, ring.mapId(), ring.bytes()));
    }

    private static double ask(Child worker, long expected) throws Exception {
        return RingSupplier.nsPerRecord(worker.ask("drain", TIMEOUT), expected);
    }

    private static Samples ratios(List<Double> values, List<Double> base) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) ratios.add(values.get(i) / base.get(i));
        return Samples.of(ratios);
    }
}
