package dev.linnix.bench;

import dev.linnix.engine.Engine;
import dev.linnix.recording.RecordingReader;
import dev.linnix.recording.Replay;
import dev.linnix.recording.ReplayListener;
import dev.linnix.recording.ReplayOptions;
import dev.linnix.recording.ReplayResult;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * Replays a recording and feeds the same records from memory, in turns; prints for each round nanoseconds of CPU time per
 * event of both, and the seconds the replay took. Arguments: file, events, rounds.
 */
public final class ReplayWorker {
    private static final int STEPS = 256;

    private ReplayWorker() {}

    /** Runs. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        int events = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        for (int round = 0; round < rounds; round++) {
            long wall = System.nanoTime();
            long cpu = CpuClock.ofThisThread();
            long inputs = replay(file);
            double replayed = (double) (CpuClock.ofThisThread() - cpu) / inputs;
            double seconds = (System.nanoTime() - wall) / 1e9;
            if (inputs < events) throw new IllegalStateException(inputs + " inputs of " + events);
            System.out.println(replayed + " " + feed(events) + " " + seconds);
        }
    }

    private static long replay(Path file) throws Exception {
        try (RecordingReader reader = RecordingReader.open(List.of(file))) {
            ReplayResult result = new Replay(reader, ReplayOptions.ALL, new ReplayListener() {}).run();
            if (!result.notes().isEmpty())
                throw new IllegalStateException(result.notes().toString());
            return result.inputs();
        }
    }

    private static double feed(int events) throws Exception {
        Lives lives = new Lives(true);
        Engine engine = Engines.withDefaultRules();
        long fed = 0;
        long spent = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate((long) STEPS * Lives.STEP_BYTES, 8);
            while (fed < events) {
                lives.write(memory, STEPS);
                long begin = CpuClock.ofThisThread();
                long offset = 0;
                for (int i = 0; i < lives.records(); i++) {
                    engine.accept(memory, offset, lives.length(i));
                    offset += lives.length(i);
                }
                spent += CpuClock.ofThisThread() - begin;
                fed += lives.records();
            }
        }
        return (double) spent / fed;
    }
}
