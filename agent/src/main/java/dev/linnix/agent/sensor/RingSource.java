package dev.linnix.agent.sensor;

import dev.linnix.kernel.RecordHandler;

/** The ring all kernel sensors share. Confined to the engine's thread, but for {@link #wake}. */
public interface RingSource extends AutoCloseable {
    /**
     * Hands over records in ring order, in place, until the ring is empty or {@code limit} were handed over.
     *
     * @return how many
     */
    int drain(RecordHandler handler, int limit);

    /** {@return how far producers have come, bytes since start} */
    long producerPosition();

    /** {@return how far this reader has come, bytes since start} */
    long consumerPosition();

    /**
     * Waits until a producer or {@link #wake} wakes it, or the time is over.
     *
     * @param timeoutMillis at least 1
     */
    void await(int timeoutMillis);

    /** Ends a present or the next {@link #await}. Thread-safe. */
    void wake();

    @Override
    void close();
}
