package dev.linnix.agent.evidence;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Collects one kind of evidence about an incident. Found by {@link java.util.ServiceLoader}, so that a jar can bring more;
 * one instance serves all incidents and may be used by several threads at once.
 *
 * <p>Whatever may wait for another process or a file system without end is left to {@link Scene#commands()}, which gives
 * up at a deadline. A collector that does not come back in time is interrupted, and what it has written is kept.
 */
public interface Collector {
    /** {@return what rules, manifests and the configuration call it: lower-case letters, digits, {@code _}} */
    String name();

    /** {@return what it reads or runs, in one sentence} */
    String summary();

    /** {@return sets that it is part of: {@code default}, {@code memory}, {@code smb}} */
    Set<String> sets();

    /** {@return when it runs} */
    Stage stage();

    /** {@return whether it runs again once the incident is over, so that before and after can be compared} */
    default boolean after() {
        return false;
    }

    /** {@return the longest it may take} */
    Duration timeout();

    /** {@return the most bytes of all its files together; what is more is cut, and said so} */
    long mostBytes();

    /** {@return capabilities without which, for processes of other users, part of it is denied; for the reference} */
    default List<String> needs() {
        return List.of();
    }

    /** {@return what it costs the host} */
    Cost cost();

    /**
     * Collects.
     *
     * @throws IOException when nothing more can be collected; what was written until then is kept
     */
    void collect(Scene scene, Output output) throws IOException, InterruptedException;

    /** When a collector runs. */
    enum Stage {
        /** At once: within a few hundred milliseconds. */
        FIRST,
        /** What takes seconds. */
        SECOND
    }

    /** What a collector costs the host. */
    enum Cost {
        /** Reads some files. */
        LOW,
        /** Starts programs, or reads a file for each process. */
        MODERATE,
        /** Samples or reads much, for seconds. */
        HIGH,
        /** Makes the process that is looked at do something; never runs unless it is named. */
        TOUCHES_TARGET
    }
}
