package dev.linnix.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How fast a recording of a million events is replayed, and what the same records cost from memory. */
final class ReplayBenchmark implements Benchmark {
    /** Events of the recording. */
    static final int EVENTS = 1_000_000;

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String summary() {
        return "a million recorded events replayed at full speed, default rules";
    }

    @Override
    public void run(Bench bench) throws Exception {
        int events = bench.times(EVENTS, 50_000);
        Path file = bench.directory().resolve("replay.linnix");
        bench.say("replay: writing " + events + " events");
        LivesRecording.write(file, events);
        String note = events + " events in " + Files.size(file) / 1_000_000 + " MB: births, runs of programs and ends, "
                + Lives.ALIVE + " processes alive; read, checked, decompressed and fed to the engine";
        Measured shipped = measure(bench, List.of(), file, events);
        bench.report(Figure.of(name(), events + " events replayed", "s")
                .measured(shipped.seconds())
                .note(note));
        bench.report(Figure.of(name(), "  per event", "ns").measured(shipped.replayed()));
        bench.report(Figure.of(name(), "  decode to engine, per event, the same from memory", "ns")
                .measured(shipped.fed()));
        Measured second = measure(bench, Jvm.SECOND_COMPILER, file, events);
        bench.report(Figure.of(name(), "  second compiler, as linnix replay has it", "s")
                .measured(second.seconds()));
        bench.report(Figure.of(name(), "  second compiler, per event", "ns").measured(second.replayed()));
    }

    private record Measured(Samples replayed, Samples fed, Samples seconds) {}

    private static Measured measure(Bench bench, List<String> flags, Path file, int events) throws Exception {
        int rounds = bench.times(5, 1);
        bench.say("replay: " + rounds + " rounds" + (flags.isEmpty() ? "" : ", second compiler"));
        List<Double> replayed = new ArrayList<>();
        List<Double> fed = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        try (Child worker = bench.start(
                "replay worker",
                Jvm.worker(
                        flags,
                        ReplayWorker.class,
                        file.toString(),
                        Integer.toString(events),
                        Integer.toString(rounds)))) {
            for (int i = 0; i < rounds; i++) {
                String[] words = worker.words(TIMEOUT);
                replayed.add(Double.parseDouble(words[0]));
                fed.add(Double.parseDouble(words[1]));
                seconds.add(Double.parseDouble(words[2]));
            }
            worker.expectSuccess(TIMEOUT);
        }
        return new Measured(Samples.of(replayed), Samples.of(fed), Samples.of(seconds));
    }
}
