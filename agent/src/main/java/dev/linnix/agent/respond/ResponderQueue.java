package dev.linnix.agent.respond;

import dev.linnix.agent.host.Threads;
import dev.linnix.agent.loop.Backoff;
import dev.linnix.engine.model.Alert;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue in front of a responder, and its thread. Full means drop and count: a responder never slows the
 * engine. A responder that fails is left alone for a while, then tried again, and given up in the end; what comes
 * meanwhile is counted. {@link #offer} is thread-safe.
 */
public final class ResponderQueue implements AutoCloseable {
    /** Most alerts waiting. */
    public static final int CAPACITY = 1024;

    /**
     * How a responder is.
     *
     * @param name for people and metrics
     * @param state {@code on}, {@code failed} or {@code given_up}
     * @param reason of the last failure, null when there was none since it last worked
     * @param delivered alerts it has dealt with
     * @param dropped alerts that found the queue full
     * @param failed alerts lost to a failure, or to a pause after one
     */
    public record Health(
            String name, String state, @Nullable String reason, long delivered, long dropped, long failed) {}

    private static final System.Logger LOG = System.getLogger(ResponderQueue.class.getName());

    private final String name;
    private final AlertResponder responder;
    private final LongSupplier clockNs;
    /** Empty stands for "look whether it is time to stop". */
    private final ArrayBlockingQueue<Optional<Alert>> queue = new ArrayBlockingQueue<>(CAPACITY);

    private final Backoff backoff = new Backoff();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread thread;
    private volatile @Nullable String reason;
    private volatile boolean givenUp;
    private volatile boolean stopping;

    /** Creates a queue whose thread is not started yet. */
    public ResponderQueue(String name, AlertResponder responder, LongSupplier clockNs) {
        this.name = name;
        this.responder = responder;
        this.clockNs = clockNs;
        this.thread = Thread.ofPlatform().name("linnix-" + name).unstarted(this::run);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Hands over an alert, or drops and counts it. */
    void offer(Alert alert) {
        if (!queue.offer(Optional.of(alert))) dropped.incrementAndGet();
    }

    /** {@return how it is} */
    public Health health() {
        String state = givenUp ? "given_up" : reason == null ? "on" : "failed";
        return new Health(name, state, reason, delivered.get(), dropped.get(), failed.get());
    }

    private void run() {
        try {
            while (!stopping || !queue.isEmpty()) queue.take().ifPresent(this::handle);
        } catch (InterruptedException e) {
            // Nobody interrupts: that would cut a write in two.
            LOG.log(System.Logger.Level.WARNING, "responder " + name + " was interrupted");
        }
    }

    /** Deals with one alert; visible to tests, which have a clock of their own. */
    void handle(Alert alert) {
        long now = clockNs.getAsLong();
        if (!backoff.due(now)) {
            failed.incrementAndGet();
            return;
        }
        try {
            responder.respond(alert);
            delivered.incrementAndGet();
            backoff.succeeded(now);
            reason = null;
        } catch (Exception e) {
            failed.incrementAndGet();
            backoff.failed(now);
            givenUp = backoff.exhausted();
            if (reason == null || givenUp) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "responder " + name + (givenUp ? " is given up: " : " failed: ") + e);
            }
            reason = e.toString();
        }
    }

    /** Deals with what is waiting, for at most half a second, and ends the thread. */
    @Override
    public void close() {
        stopping = true;
        // A full queue needs no nudge.
        queue.offer(Optional.empty());
        if (!Threads.ended(thread, 500)) {
            LOG.log(System.Logger.Level.WARNING, "responder " + name + " did not finish; alerts may be missing");
        }
    }
}
