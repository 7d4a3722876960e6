package dev.linnix.agent.api;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for bodies that are being made or that clients have not taken yet, over all listeners: clients that do not read
 * must not fill the heap. Thread-safe.
 */
final class BodyBudget {
    /** Most bytes of all bodies together, beyond what each may have anyway. */
    static final long MOST_BYTES = 12 << 20;

    /** There is no memory for this body now. */
    static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FullException() {
            super("bodies that clients have not taken yet fill the memory kept for them", null, false, false);
        }
    }

    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** Creates a budget of so many bytes. */
    BodyBudget(long most) {
        this.most = most;
    }

    /**
     * Takes bytes, to be given back.
     *
     * @throws FullException when there are not as many; counted
     */
    void take(long bytes) {
        if (held.addAndGet(bytes) <= most) return;
        held.addAndGet(-bytes);
        refused.incrementAndGet();
        throw new FullException();
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    /** {@return bytes taken and not given back} */
    long held() {
        return held.get();
    }

    /** {@return bodies for which there was no memory} */
    long refused() {
        return refused.get();
    }
}
