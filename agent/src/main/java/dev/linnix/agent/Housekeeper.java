package dev.linnix.agent;

import dev.linnix.agent.host.Threads;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does small things once a second, on one thread: the heartbeat, the rules file, overdue writes, garbage. A chore that throws is
 * logged and called again the next second.
 */
final class Housekeeper implements AutoCloseable {
    /** Something to do. */
    @FunctionalInterface
    interface Chore {
        /**
         * Does it.
         *
         * @throws InterruptedException to end the thread
         */
        void run() throws InterruptedException;
    }

    private static final System.Logger LOG = System.getLogger(Housekeeper.class.getName());

    private final List<Chore> chores;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("linnix-house").unstarted(this::run);

    Housekeeper(List<Chore> chores) {
        this.chores = List.copyOf(chores);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stop.await(1, TimeUnit.SECONDS)) {
                for (Chore chore : chores) run(chore);
            }
        } catch (InterruptedException e) {
            // The agent stops.
            stop.countDown();
        }
    }

    private static void run(Chore chore) throws InterruptedException {
        try {
            chore.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a housekeeping chore failed", e);
        }
    }

    @Override
    public void close() {
        stop.countDown();
        // No interrupt: it would close the file a chore is reading.
        if (!Threads.ended(thread, 500)) LOG.log(System.Logger.Level.WARNING, "housekeeping did not end in time");
    }
}
