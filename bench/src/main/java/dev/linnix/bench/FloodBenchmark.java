package dev.linnix.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a flood of bad clients does to the agent, while processes come and go: what it loses, how late an honest reader of
 * the stream hears of events, and how far its memory grows above that of an agent that has served a little of each before.
 */
final class FloodBenchmark implements Benchmark {
    private static final int FORKS_PER_SECOND = 300;
    private static final int WARM_SECONDS = 20;
    private static final int WARM_READERS = 100;
    private static final int WARM_MALFORMED = 1_000;
    private static final int WARM_SCRAPES = 20;

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public String summary() {
        return "loss, lag and memory under 1 000 slow readers, 10 000 malformed requests, 200 scrapes at once, in a minute";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int seconds = bench.times(60, 6);
        int slow = bench.times(1_000, 100);
        int malformed = bench.times(10_000, 1_000);
        int scrapes = bench.times(200, 50);
        Honest honest = new Honest();
        try (Agent agent = Agent.start(bench);
                Child load = new Load(bench).steadyForks(FORKS_PER_SECOND, WARM_SECONDS + seconds + 40);
                EventStream stream = new EventStream(agent, "/stream", honest::take)) {
            bench.say("flood: warming up");
            // A tenth of the whole flood, of a shortened one too: what is only loaded once is not growth.
            flood(agent, WARM_READERS, WARM_MALFORMED, WARM_SCRAPES, WARM_SECONDS, new ArrayList<>())
                    .close();
            Bench.pause(Duration.ofSeconds(10));
            double before = Memory.rss(agent.pid());
            Agent.Status first = agent.status();
            honest.begin();

            bench.say("flood: " + slow + " slow readers, " + malformed + " malformed requests, " + scrapes
                    + " scrapes at once, " + seconds + " s");
            List<Double> rss = new ArrayList<>();
            Flood flood = flood(agent, slow, malformed, scrapes, seconds, rss);
            double after = Memory.rss(agent.pid());
            Samples lag = honest.end();
            stream.check();
            flood.close();
            Bench.pause(Duration.ofSeconds(bench.times(15, 1)));
            double later = Memory.rss(agent.pid());
            Agent.Status last = agent.status();
            if (!load.isAlive()) throw new IllegalStateException("the load ended too early" + load.tail());

            long events = last.delivered("fork") - first.delivered("fork");
            bench.report(Figure.of(name(), "records lost, errors of the engine", "")
                    .must(Limit.exactly(0))
                    .measured((double) (last.lost() - first.lost() + last.number("engine_errors")))
                    .note(events + " forks delivered meanwhile"));
            bench.report(Figure.of(name(), "kernel event to an honest reader of the stream, longest", "ms")
                    .must(Limit.atMost(1_000))
                    .measured(lag.max())
                    .note(lag.count() + " events, p50 " + Numbers.format(lag.median()) + ", p99 "
                            + Numbers.format(lag.percentile(99)) + " ms"));
            bench.report(Figure.of(name(), "  events it missed", "")
                    .must(Limit.exactly(0))
                    .measured((double) honest.missed()));
            bench.report(Figure.of(name(), "growth of VmRSS over the minute, the readers still there", "MB")
                    .must(Limit.atMost(10))
                    .measured(after - before)
                    .note("VmRSS " + Numbers.format(before) + " MB warmed up; " + Numbers.format(later - before)
                            + " MB more 15 s after the flood"));
            bench.report(Figure.of(name(), "  at the peak, while all scrape at once", "MB")
                    .goal(Limit.atMost(10))
                    .measured(Samples.of(rss).max() - before));
            bench.report(Figure.of(name(), "  malformed requests answered or cut off", "")
                    .must(Limit.exactly(malformed))
                    .measured((double) flood.junk.get()));
            bench.report(Figure.of(name(), "  scrapes answered, of all", "%")
                    .measured(100.0 * flood.scraped.get() / (flood.scraped.get() + flood.turnedAway.get()))
                    .note(flood.scraped + " answered, the slowest in " + Numbers.format(flood.slowestNs.get() / 1e6)
                            + " ms; streams begun " + flood.streams + ", refused " + flood.refused));
        }
    }

    /** {@return the flood, its readers still there} */
    private static Flood flood(Agent agent, int slow, int malformed, int scrapes, int seconds, List<Double> rss)
            throws Exception {
        Duration time = Duration.ofSeconds(seconds);
        Flood flood = new Flood(agent);
        Thread watch = Thread.ofVirtual().start(() -> watch(agent, rss));
        try {
            flood.slowReaders(slow);
            flood.scrapes(scrapes, time);
            flood.malformed(malformed, time);
        } catch (InterruptedException e) {
            flood.close();
            throw e;
        } finally {
            watch.interrupt();
            watch.join();
        }
        return flood;
    }

    private static void watch(Agent agent, List<Double> rss) {
        try {
            while (true) {
                rss.add(Memory.rss(agent.pid()));
                Bench.pause(Duration.ofMillis(250));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The flood is over.
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A reader that reads. */
    private static final class Honest {
        private final List<Double> lags = new ArrayList<>();
        private long missed;
        private boolean counting;

        synchronized void begin() {
            counting = true;
        }

        synchronized void take(EventStream.Arrival arrival) {
            if (!counting) return;
            if (arrival.json().containsKey("lost")) missed += Math.max(1, arrival.number("lost"));
            long when = arrival.number("ts_ns");
            if (when > 0) lags.add((arrival.arrivedNs() - when) / 1e6);
        }

        synchronized Samples end() {
            counting = false;
            return Samples.of(lags);
        }

        synchronized long missed() {
            return missed;
        }
    }
}
