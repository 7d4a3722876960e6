package dev.linnix.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The highest rate that goes through a ring of the shipped size and the engine without losing a record. A BPF program
 * writes valid records at a set pace; the rate rises until some are dropped.
 */
final class SustainedBenchmark implements Benchmark {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long RING_BYTES = 1 << 20;
    private static final int ALIVE = 2_000;
    private static final double KEPT_PACE = 0.97;
    private static final int TRIES = 3;
    private static final int[] RATES = {
        100_000, 200_000, 300_000, 400_000, 500_000, 750_000, 1_000_000, 1_250_000, 1_500_000, 2_000_000, 2_500_000,
        3_000_000, 4_000_000
    };

    @Override
    public String name() {
        return "sustained";
    }

    @Override
    public String summary() {
        return "highest rate of records through the ring and the engine with none lost";
    }

    @Override
    public void run(Bench bench) throws Exception {
        bench.report(measure(bench, false)
                .must(Limit.atLeast(500_000))
                .goal(Limit.atLeast(2_000_000))
                .yardstick("AODv2 110 000 /s"));
        bench.report(measure(bench, true));
    }

    private Figure measure(Bench bench, boolean execs) throws Exception {
        int climbs = bench.times(3, 1);
        List<Double> best = new ArrayList<>();
        String stopped = "";
        try (RingSupplier ring = new RingSupplier(bench, RING_BYTES, ALIVE, execs);
                Child worker = bench.start(
                        "sustained worker", Jvm.worker(List.of(), SustainedWorker.class, ring.mapId(), ring.bytes()))) {
            long taken = drained(worker, 0);
            taken = drained(
                    worker, taken + ring.pace(20_000, bench.times(3_000, 300)).kept());
            for (int climb = 0; climb < climbs; climb++) {
                double highest = 0;
                for (int rate : RATES) {
                    Attempt attempt = attempt(bench, ring, worker, taken, rate, execs ? 3 : 2);
                    taken = attempt.taken();
                    stopped = attempt.outcome();
                    if (!attempt.good()) break;
                    highest = rate;
                }
                bench.say("sustained" + (execs ? " with execs: " : ": ") + Numbers.format(highest) + " /s, then "
                        + stopped);
                best.add(highest);
            }
        }
        String what =
                execs ? "  with a program run by every process" : "sustained events through the engine, none lost";
        return Figure.of(name(), what, "/s")
                .measured(Samples.of(best))
                .note("kernel ring of 1 MB, BPF producer by test runs; the next step of the rate failed by: "
                        + stopped);
    }

    /** One rate: whether it went through, what came of it, and how many records were taken in all. */
    private record Attempt(boolean good, String outcome, long taken) {}

    private Attempt attempt(Bench bench, RingSupplier ring, Child worker, long taken, int rate, int perStep)
            throws Exception {
        String outcome = "";
        long now = taken;
        for (int i = 0; i < TRIES; i++) {
            RingSupplier.Paced paced = ring.pace(rate / perStep, bench.times(1_500, 200));
            now = drained(worker, now + paced.kept());
            if (paced.dropped() == 0 && paced.perSecond() >= rate * KEPT_PACE) return new Attempt(true, "", now);
            outcome = paced.dropped() > 0
                    ? "loss of " + paced.dropped() + " of " + paced.records()
                    : "the producer, which reached " + Numbers.format(paced.perSecond()) + " /s";
        }
        return new Attempt(false, outcome, now);
    }

    /** Waits until the worker has taken what was produced; a record missing after all is an error. */
    private static long drained(Child worker, long expected) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        long taken = Long.parseLong(worker.ask("taken", TIMEOUT)[0]);
        while (taken < expected && System.nanoTime() < deadline) {
            Bench.pause(Duration.ofMillis(20));
            taken = Long.parseLong(worker.ask("taken", TIMEOUT)[0]);
        }
        if (taken != expected) throw new IllegalStateException("taken " + taken + " of " + expected + " records");
        return taken;
    }
}
