package dev.linnix.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * From the event in the kernel that makes a rule's condition true to the alert at a reader of the API. Many rules that
 * differ in their threshold only give many triggers from one paced burst of forks; the load itself says when it called
 * the fork that crosses each.
 */
final class AlertBenchmark implements Benchmark {
    private static final int FIRST_THRESHOLD = 100;
    /** Not a divisor of any period of the reader, so that triggers fall anywhere in it. */
    private static final int STEP = 37;

    private static final int FORKS_PER_SECOND = 500;
    private static final int WINDOW_SECONDS = 60;
    private static final String RULE = "bench_fork_burst_";

    @Override
    public String name() {
        return "alert";
    }

    @Override
    public String summary() {
        return "kernel event to alert on the API, beyond the rule's own window";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int rules = bench.times(60, 5);
        Path file = bench.directory().resolve("alert-rules.yaml");
        Files.writeString(file, rules(rules), StandardCharsets.UTF_8);
        List<Double> latencies = new ArrayList<>();
        Queue<EventStream.Arrival> alerts = new ConcurrentLinkedQueue<>();
        try (Agent agent = Agent.start(bench, "--rules", file.toString());
                EventStream stream = new EventStream(agent, "/alerts", alerts::add)) {
            Bench.pause(Duration.ofSeconds(bench.times(3, 1)));
            int forks = FIRST_THRESHOLD + rules * STEP;
            bench.say("alert: " + rules + " triggers in " + forks + " forks");
            Load.Forks load = new Load(bench).pacedForks(forks, FORKS_PER_SECOND);
            Map<String, Long> arrived = awaitAll(stream, alerts, load.pid(), rules);
            for (int i = 0; i < rules; i++) {
                long crossed = load.forkNs().get(threshold(i) - 1);
                Long at = arrived.get(RULE + i);
                if (at == null) throw new IllegalStateException("rule " + RULE + i + " did not fire for the load");
                latencies.add((at - crossed) / 1e6);
            }
        }
        Samples samples = Samples.of(latencies);
        String note = samples.count() + " triggers, fork call to reader; " + Numbers.format(samples.min()) + " .. "
                + Numbers.format(samples.max()) + " ms";
        bench.report(Figure.of(name(), "kernel event to alert on the API, p50", "ms")
                .goal(Limit.atMost(60))
                .yardstick("AODv2 p50 500-1600, max 2800 ms")
                .measured(samples.percentile(50))
                .note(note));
        bench.report(Figure.of(name(), "kernel event to alert on the API, p99", "ms")
                .must(Limit.atMost(500))
                .goal(Limit.atMost(150))
                .measured(samples.percentile(99))
                .note(note));
    }

    private static int threshold(int rule) {
        return FIRST_THRESHOLD + rule * STEP;
    }

    private static String rules(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("- name: ").append(RULE).append(i).append('\n');
            text.append("  detector: fork_burst\n  scope: subtree\n  severity: low\n");
            text.append("  threshold: ").append(threshold(i)).append('\n');
            text.append("  window_seconds: ").append(WINDOW_SECONDS).append('\n');
        }
        return text.toString();
    }

    /** {@return when each rule's alert about the load arrived, by rule} */
    private static Map<String, Long> awaitAll(
            EventStream stream, Queue<EventStream.Arrival> alerts, long pid, int rules) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        Map<String, Long> arrived = new HashMap<>();
        while (arrived.size() < rules && System.nanoTime() < deadline) {
            Bench.pause(Duration.ofMillis(50));
            stream.check();
            for (EventStream.Arrival arrival : alerts) {
                if (isAbout(arrival, pid)) arrived.putIfAbsent(arrival.text("rule"), arrival.arrivedNs());
            }
        }
        return arrived;
    }

    private static boolean isAbout(EventStream.Arrival arrival, long pid) {
        return arrival.json().get("subject") instanceof Map<?, ?> subject
                && subject.get("process") instanceof Map<?, ?> process
                && process.get("pid") instanceof Number number
                && number.longValue() == pid;
    }
}
