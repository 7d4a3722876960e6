package dev.linnix.agent.loop;

import dev.linnix.engine.rule.RuleSet;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What other threads hand to the engine's thread. A batch is lent, not copied: the giver waits until the engine has read
 * it. So at most one input of each thread is under way, and nothing is ever dropped here; the bound is only a guard.
 * Thread-safe, but for {@link #poll}.
 */
public final class EngineInbox {
    static final int CAPACITY = 64;

    /** One input. */
    sealed interface Input {
        /** {@return completed when the engine has taken it; with the CPU time that took, ns} */
        CompletableFuture<Long> done();
    }

    /**
     * Records back to back.
     *
     * @param snapshot whether the ring must be drained first, as far as it was filled when the batch arrived here
     */
    record Batch(MemorySegment records, boolean snapshot, CompletableFuture<Long> done) implements Input {}

    /** Other rules. */
    record Reload(RuleSet rules, CompletableFuture<Long> done) implements Input {}

    private final ArrayBlockingQueue<Input> inputs = new ArrayBlockingQueue<>(CAPACITY);
    private final Runnable wakeEngine;
    private volatile boolean closed;

    /** Creates an inbox that calls {@code wakeEngine}, from any thread, when something arrives. */
    public EngineInbox(Runnable wakeEngine) {
        this.wakeEngine = wakeEngine;
    }

    /**
     * Lends records to the engine and waits until it has read them.
     *
     * @param snapshot whether they are a snapshot, to be applied after everything the ring held before
     * @return CPU time the engine needed, ns
     * @throws InterruptedException when interrupted, or when the engine has stopped
     */
    public long lend(MemorySegment records, boolean snapshot) throws InterruptedException {
        return await(new Batch(records, snapshot, new CompletableFuture<>()));
    }

    /** Puts other rules in force and waits until they are. */
    public void reload(RuleSet rules) throws InterruptedException {
        await(new Reload(rules, new CompletableFuture<>()));
    }

    private long await(Input input) throws InterruptedException {
        while (!inputs.offer(input, 100, TimeUnit.MILLISECONDS)) {
            if (closed) throw new InterruptedException("the engine has stopped");
        }
        wakeEngine.run();
        while (true) {
            try {
                return input.done().get(100, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (closed) throw new InterruptedException("the engine has stopped");
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException("the engine refused an input", e.getCause());
            }
        }
    }

    /** {@return inputs that wait for the engine, at most {@link #CAPACITY}} */
    public int waiting() {
        return inputs.size();
    }

    /** {@return the next input, null when there is none; for the engine's thread} */
    @Nullable
    Input poll() {
        return inputs.poll();
    }

    /** Lets every giver go. */
    void close() {
        closed = true;
    }
}
