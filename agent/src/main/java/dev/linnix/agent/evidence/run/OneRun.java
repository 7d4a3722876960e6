package dev.linnix.agent.evidence.run;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.agent.evidence.run.StagedOutput.Ending;
import dev.linnix.agent.space.Claim;
import dev.linnix.agent.state.StateDir;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One collector and its thread, from begin to end. All but the thread's own work is called by one other thread. */
final class OneRun {
    private final Collector collector;
    private final Scene scene;
    private final StagedOutput output;
    private final Consumer<OneRun> whenDone;
    private final Thread thread;
    private volatile long startNs;
    private long nextNs;
    private volatile String late = "";
    private @Nullable CollectorResult result;

    OneRun(Collector collector, Scene scene, StateDir directory, Claim claim, Consumer<OneRun> whenDone) {
        this.collector = collector;
        this.scene = scene;
        this.output = new StagedOutput(collector.name(), collector.mostBytes(), directory, claim);
        this.whenDone = whenDone;
        this.thread =
                Thread.ofPlatform().name("collect-" + collector.name()).daemon().unstarted(this::work);
    }

    Collector collector() {
        return collector;
    }

    Thread thread() {
        return thread;
    }

    /**
     * Begins.
     *
     * @param end by {@link System#nanoTime}, when it has to end also where it may take longer itself
     */
    void start(long end) {
        startNs = System.nanoTime();
        nextNs = Math.min(startNs + collector.timeout().toNanos(), end);
        thread.start();
    }

    void skip(String why) {
        result = CollectorResult.skipped(collector, why);
    }

    private void work() {
        Ending ending = Ending.DONE;
        String error = "";
        try {
            collector.collect(scene, output);
            if (!late.isEmpty()) ending = Ending.LATE;
        } catch (InterruptedException e) {
            ending = Ending.LATE;
        } catch (Exception | LinkageError | StackOverflowError e) {
            // A jar that somebody added may be of another version: what is wrong in it ends it alone.
            ending = late.isEmpty() ? Ending.FAILED : Ending.LATE;
            error = Said.of(e);
        }
        finish(ending, late.isEmpty() ? error : late);
        whenDone.accept(this);
    }

    /** {@return whether this was the first to say how it ended, who is right} */
    private synchronized boolean finish(Ending ending, String error) {
        if (result != null) return false;
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        result = output.finish(ending, error, millis, collector);
        return true;
    }

    /** {@return when something has to be done about it, by {@link System#nanoTime}} */
    long nextNs() {
        return nextNs;
    }

    boolean interrupted() {
        return !late.isEmpty();
    }

    void interrupt(String why) {
        if (interrupted()) return;
        late = why;
        nextNs = System.nanoTime() + CollectorRuns.graceNs();
        thread.interrupt();
    }

    /** {@return whether it runs still; nothing more is taken from it} */
    boolean giveUp() {
        return finish(Ending.LATE, late);
    }

    synchronized CollectorResult result() {
        return Objects.requireNonNull(result, "a run that has not ended");
    }
}
