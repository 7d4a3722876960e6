package dev.linnix.agent.recorder;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the engine's thread and the recorder's: a pool of chunks, a bounded queue, and what one must know of the
 * other. The engine's thread never waits for anything here. Thread-safe.
 */
final class Handoff {
    /** Chunks there are at most; allocated when they are first needed. */
    static final int CHUNKS = 8;

    private static final long NONE = -1;

    /** Items that wait at most: every chunk, and some reloads. */
    static final int CAPACITY = 32;

    /**
     * Whether the recorder takes anything.
     *
     * @param open whether it does
     * @param reason why not; null while it is open, or has not begun yet
     */
    record Gate(boolean open, @Nullable DropReason reason) {
        static final Gate NOT_YET = new Gate(false, null);
        static final Gate OPEN = new Gate(true, null);
    }

    private final ArrayBlockingQueue<Item> queue = new ArrayBlockingQueue<>(CAPACITY);
    /** The last one given back is taken first, so that an idle agent touches few. */
    private final Chunk[] free = new Chunk[CHUNKS];

    private int freeCount;
    private int allocated;
    private volatile Gate gate = Gate.NOT_YET;
    /** Event time before which the segment that is asked for must not be decided on, ns. */
    private final AtomicLong wantedNs = new AtomicLong(NONE);

    private volatile boolean openingWaits;
    private volatile @Nullable String engineProblem;

    /** {@return a chunk; null when all are on the way} */
    synchronized @Nullable Chunk take() {
        if (freeCount > 0) return free[--freeCount];
        if (allocated == CHUNKS) return null;
        allocated++;
        return new Chunk();
    }

    synchronized void give(Chunk chunk) {
        free[freeCount++] = chunk;
    }

    /** {@return chunks there are, each {@link Chunk#BYTES} of memory} */
    synchronized int allocated() {
        return allocated;
    }

    synchronized boolean hasFree() {
        return freeCount > 0 || allocated < CHUNKS;
    }

    /** {@return whether there was room; for the engine's thread} */
    boolean offer(Item item) {
        if (!(item instanceof Item.Opening opening)) return queue.offer(item);
        // Before it is there to be taken: a wish that comes after is one for the next.
        openingWaits = true;
        long wanted = wantedNs.get();
        boolean granted = wanted != NONE && wanted <= opening.nowNs() && wantedNs.compareAndSet(wanted, NONE);
        if (queue.offer(item)) return true;
        openingWaits = false;
        if (granted) wantKeyframe(wanted);
        return false;
    }

    /** {@return the next item; null when none came in time; for the recorder's thread} */
    @Nullable
    Item poll(long millis) throws InterruptedException {
        Item item = queue.poll(millis, TimeUnit.MILLISECONDS);
        if (item instanceof Item.Opening) openingWaits = false;
        return item;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    Gate gate() {
        return gate;
    }

    /** Opens or shuts; what is in the queue already still comes. */
    void gate(Gate next) {
        gate = next;
    }

    /** Asks the engine's thread to begin a new segment as soon as it can. */
    void wantKeyframe() {
        wantKeyframe(0);
    }

    /**
     * Asks the engine's thread to begin a new segment at an event time or later, so that all that happened before it is in
     * earlier ones. A segment that is on its way already does not do.
     *
     * @param sinceNs event time; of several wishes the latest counts, since what satisfies it satisfies all
     */
    void wantKeyframe(long sinceNs) {
        wantedNs.accumulateAndGet(sinceNs, Math::max);
    }

    /** {@return whether a new segment is asked for and none is on the way: a state may be large, so one waits at most} */
    boolean keyframeWanted() {
        return wantedNs.get() != NONE && !openingWaits;
    }

    /** {@return whether the opening of a segment waits in the queue} */
    boolean openingWaits() {
        return openingWaits;
    }

    /** {@return why the engine's thread hands nothing over; null while it does} */
    @Nullable
    String engineProblem() {
        return engineProblem;
    }

    void engineProblem(@Nullable String problem) {
        engineProblem = problem;
    }
}
