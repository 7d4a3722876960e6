package dev.linnix.agent.sensor;

import dev.linnix.engine.record.Sensor;
import dev.linnix.kernel.KernelException;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** Gives records when asked: a snapshot, a reading of pressure, a reading of loss counters. Confined to one thread. */
public interface BatchSource extends AutoCloseable {
    /** {@return whose records these are} */
    Sensor sensor();

    /**
     * Reads once.
     *
     * @return records back to back, each with its length in its header; valid until the next call; may be empty
     * @throws KernelException when the source failed; it may be tried again
     */
    MemorySegment read() throws KernelException;

    /** {@return how often something could be told in part only since the source was opened, by reason} */
    default Map<String, Long> incompleteByReason() {
        return Map.of();
    }

    @Override
    void close();
}
