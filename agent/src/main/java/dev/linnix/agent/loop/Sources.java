package dev.linnix.agent.loop;

import dev.linnix.agent.sensor.BatchSource;
import dev.linnix.agent.sensor.RefusedException;
import dev.linnix.agent.sensor.RingSource;
import dev.linnix.kernel.KernelException;

/**
 * Opens the sources of records. Each is opened on the thread that will use it, and again after it failed, but not after it
 * was refused.
 */
public interface Sources {
    /** Loads the life-cycle sensor and opens the ring; called on the engine's thread. */
    RingSource openRing() throws KernelException, RefusedException;

    /** Opens the counters of what the ring's sensors produced and lost; called on the snapshot thread. */
    BatchSource openLossCounters() throws KernelException;

    /** Opens the task iterator; called on the snapshot thread. */
    BatchSource openTasks() throws KernelException, RefusedException;

    /** Opens the pressure files; called on the snapshot thread. */
    BatchSource openPressure() throws KernelException;

    /** Opens the fallback that reads {@code /proc}; called on the snapshot thread. */
    BatchSource openProc() throws KernelException, RefusedException;
}
