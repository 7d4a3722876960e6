package dev.linnix.agent.api;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Ends writes to readers that do not read. A blocked write can only be ended from outside: {@link #enforce}, called about
 * once a second, interrupts the writing thread, which closes its connection. Thread-safe.
 */
final class WriteDeadlines {
    /** Longest one write may take, ns. */
    static final long LONGEST_NS = 10_000_000_000L;

    /** Writes to a socket. */
    @FunctionalInterface
    interface Write {
        void run() throws IOException;
    }

    /** A write took too long and was ended. */
    static final class OverdueException extends IOException {
        private static final long serialVersionUID = 1L;

        OverdueException(IOException cause) {
            super("the reader does not read", cause);
        }
    }

    private static final class Running {
        private final Thread thread = Thread.currentThread();
        private final long deadlineNs;
        private boolean over;
        private boolean ended;

        Running(long deadlineNs) {
            this.deadlineNs = deadlineNs;
        }

        synchronized void finish() {
            over = true;
        }

        synchronized boolean interruptAfter(long nowNs) {
            if (over || nowNs < deadlineNs) return false;
            over = true;
            ended = true;
            thread.interrupt();
            return true;
        }

        synchronized boolean ended() {
            return ended;
        }
    }

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong ended = new AtomicLong();
    private final LongSupplier clockNs;

    WriteDeadlines(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /**
     * Runs one write on the calling thread.
     *
     * @throws OverdueException when it took too long
     * @throws IOException when it failed
     */
    void run(Write write) throws IOException {
        Running mine = new Running(clockNs.getAsLong() + LONGEST_NS);
        running.add(mine);
        try {
            write.run();
        } catch (IOException e) {
            throw mine.ended() ? new OverdueException(e) : e;
        } finally {
            mine.finish();
            running.remove(mine);
        }
    }

    /** Ends the writes whose time is over. */
    void enforce() {
        long now = clockNs.getAsLong();
        for (Running each : running) {
            if (each.interruptAfter(now)) ended.incrementAndGet();
        }
    }

    /** {@return writes ended so far} */
    long ended() {
        return ended.get();
    }
}
