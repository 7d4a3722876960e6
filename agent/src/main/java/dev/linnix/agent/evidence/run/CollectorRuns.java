package dev.linnix.agent.evidence.run;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Scene;
import dev.linnix.agent.space.Claim;
import dev.linnix.agent.state.StateDir;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs collectors, a few at a time, each in a thread of its own and no longer than it may take. One that does not end when
 * it is interrupted is left behind: while {@value #MOST_STUCK} of these live, no other is begun. Thread-safe, but for one
 * directory at a time.
 */
public final class CollectorRuns {
    private static final System.Logger LOG = System.getLogger(CollectorRuns.class.getName());

    static final int MOST_STUCK = 4;

    /** For an interrupted collector to write down what it has. */
    private static final long GRACE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final int atOnce;
    private final List<Thread> stuck = new ArrayList<>();
    private long stuckEver;

    /**
     * Creates it.
     *
     * @param atOnce how many collectors run at the same time, at least 1
     */
    public CollectorRuns(int atOnce) {
        if (atOnce < 1) throw new IllegalArgumentException("expected at least one at once, found " + atOnce);
        this.atOnce = atOnce;
    }

    /** {@return collectors left behind so far because nothing could end them} */
    public synchronized long stuck() {
        return stuckEver;
    }

    /**
     * Runs collectors in order, and waits. When the calling thread is interrupted, so are they; what they have is kept, and
     * the thread is interrupted still. It throws nothing that a collector did wrong.
     *
     * @param directory holds nothing but what is made here; names in it begin with that of the collector
     * @param claim for the space it takes; used under its own lock
     * @param within those not begun by then are skipped
     * @param longest those that run still by then are interrupted
     * @return one result for each, in the same order
     */
    public List<CollectorResult> run(
            List<Collector> collectors,
            Scene scene,
            StateDir directory,
            Claim claim,
            Duration within,
            Duration longest) {
        return new Batch(collectors, scene, directory, claim, within, longest).run();
    }

    private synchronized int stuckNow() {
        stuck.removeIf(thread -> !thread.isAlive());
        return stuck.size();
    }

    private synchronized void leave(OneRun run) {
        stuck.add(run.thread());
        stuckEver++;
        LOG.log(
                System.Logger.Level.WARNING,
                "collector " + run.collector().name() + " does not end though it was interrupted, and is left behind");
    }

    private final class Batch {
        private final List<OneRun> runs = new ArrayList<>();
        private final LinkedBlockingQueue<OneRun> done = new LinkedBlockingQueue<>();
        private final List<OneRun> running = new ArrayList<>();
        private final long lastBegin;
        private final long end;
        private boolean interrupted;

        Batch(
                List<Collector> collectors,
                Scene scene,
                StateDir directory,
                Claim claim,
                Duration within,
                Duration longest) {
            long now = System.nanoTime();
            lastBegin = now + within.toNanos();
            end = now + longest.toNanos();
            for (Collector collector : collectors) runs.add(new OneRun(collector, scene, directory, claim, done::add));
        }

        List<CollectorResult> run() {
            for (OneRun run : runs) {
                while (running.size() >= atOnce) await();
                String reason = reasonToSkip();
                if (reason.isEmpty()) {
                    running.add(run);
                    run.start(end);
                } else {
                    run.skip(reason);
                }
            }
            while (!running.isEmpty()) await();
            if (interrupted) Thread.currentThread().interrupt();
            return runs.stream().map(OneRun::result).toList();
        }

        private String reasonToSkip() {
            if (interrupted) return "the agent was asked to stop";
            if (System.nanoTime() - lastBegin >= 0) return "no time was left for it";
            int stuckNow = stuckNow();
            return stuckNow < MOST_STUCK ? "" : stuckNow + " collectors are stuck from before";
        }

        /** Waits until one has ended or has to be, and ends what is late. */
        private void await() {
            long now = System.nanoTime();
            long wait = Long.MAX_VALUE;
            for (OneRun run : running) wait = Math.min(wait, run.nextNs() - now);
            try {
                OneRun ended = done.poll(Math.max(wait, 0), TimeUnit.NANOSECONDS);
                if (ended != null) running.remove(ended);
            } catch (InterruptedException e) {
                interrupted = true;
                running.forEach(run -> run.interrupt("the agent was asked to stop"));
            }
            endTheLate(System.nanoTime());
        }

        private void endTheLate(long now) {
            running.removeIf(run -> {
                if (now - run.nextNs() < 0) return false;
                if (!run.interrupted()) {
                    run.interrupt(
                            now - end >= 0
                                    ? "it did not end in the time there is for all"
                                    : "it did not end within "
                                            + run.collector().timeout().toMillis() + " ms");
                    return false;
                }
                boolean left = run.giveUp();
                if (left) leave(run);
                return true;
            });
        }
    }

    /** {@return how long an interrupted collector has to end, ns} */
    static long graceNs() {
        return GRACE_NS;
    }
}
