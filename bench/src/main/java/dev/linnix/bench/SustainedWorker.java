package dev.linnix.bench;

import dev.linnix.engine.Engine;
import dev.linnix.kernel.Epoll;
import dev.linnix.kernel.RingReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes another process's ring through an engine with the default rules, as the agent's loop does: drain, then sleep
 * until a wake-up or 25 ms. Answers each line of input with the records taken so far. Arguments: id of the map, bytes of
 * the ring.
 */
public final class SustainedWorker {
    private static final int BATCH = 4_096;
    private static final int POLL_MS = 25;

    private static final AtomicLong TAKEN = new AtomicLong();

    private SustainedWorker() {}

    /** Runs. */
    public static void main(String[] args) throws Exception {
        SharedRing ring = new SharedRing(Integer.parseInt(args[0]), Long.parseLong(args[1]));
        Engine engine = Engines.withDefaultRules();
        Thread.ofPlatform().daemon().name("answers").start(SustainedWorker::answer);
        RingReader reader = ring.map().reader();
        try (Epoll epoll = Epoll.open()) {
            epoll.add(ring.descriptor());
            while (true) {
                int count = reader.drain(engine::accept, BATCH);
                TAKEN.addAndGet(count);
                if (count == 0) epoll.await(POLL_MS);
            }
        }
    }

    private static void answer() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (in.readLine() != null) System.out.println(TAKEN.get());
        } catch (IOException e) {
            System.err.println("cannot read commands: " + e);
        }
        System.exit(0);
    }
}
