package dev.linnix.bench;

import dev.linnix.engine.Engine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Feeds an engine from memory and prints nanoseconds of CPU time per record, a line for each batch after the warm-up. Arguments:
 * batches to warm up, batches to measure, whether processes run programs, whether the default
 * rules are in force.
 */
public final class EngineWorker {
    /** Of three records each: what the agent takes from the ring at one turn. */
    private static final int STEPS = 8_192 / 3;

    private EngineWorker() {}

    /** Runs. */
    public static void main(String[] args) throws Exception {
        int warmUp = Integer.parseInt(args[0]);
        int measured = Integer.parseInt(args[1]);
        Lives lives = new Lives(Boolean.parseBoolean(args[2]));
        Engine engine = Boolean.parseBoolean(args[3]) ? Engines.withDefaultRules() : Engines.withoutRules();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate((long) STEPS * Lives.STEP_BYTES, 8);
            for (int batch = 0; batch < warmUp + measured; batch++) {
                lives.write(memory, STEPS);
                long begin = CpuClock.ofThisThread();
                feed(engine, memory, lives);
                double ns = (double) (CpuClock.ofThisThread() - begin) / lives.records();
                if (batch >= warmUp) System.out.println(ns);
            }
        }
        System.out.println("live " + engine.view().status().live() + " malformed "
                + engine.view().status().malformed());
    }

    private static void feed(Engine engine, MemorySegment memory, Lives lives) {
        long offset = 0;
        for (int i = 0; i < lives.records(); i++) {
            int length = lives.length(i);
            engine.accept(memory, offset, length);
            offset += length;
        }
    }
}
