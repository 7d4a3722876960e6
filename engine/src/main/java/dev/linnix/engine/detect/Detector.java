package dev.linnix.engine.detect;

import dev.linnix.engine.model.Scope;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.ProcessNode;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one kind of failure on behalf of one rule. It reads the state of the host and reports what it finds; state
 * of alerts, cooldown, blame and incidents are not its business. Confined to the engine's thread.
 */
public interface Detector {
    /** When a detector is asked. */
    enum Moment {
        /** Life-cycle records came; at most every 100 ms, and once a second while the rule has an alert firing. */
        EVENTS,
        /** A second of event time is complete. */
        SECOND,
        /** A snapshot was applied. */
        SNAPSHOT
    }

    /** Takes what a detector finds. */
    interface Findings {
        /** Reports a subject whose condition holds; {@code null} for the host. */
        void found(@Nullable ProcessNode subject, Finding finding);
    }

    /** {@return what its subjects are} */
    Scope scope();

    /** Reports every subject whose condition holds now, whether or not it has lasted. */
    void evaluate(HostState host, Moment moment, Findings findings);

    /** {@return value / threshold of a subject now; above 1 the condition holds} */
    double level(HostState host, @Nullable ProcessNode subject);

    /** {@return why it cannot see on this host what it looks for, in one sentence; null when it can} */
    default @Nullable String blind(HostState host) {
        return null;
    }

    /** {@return whether values are lower bounds at present, because life-cycle records were lost within the window} */
    default boolean lowerBound(HostState host) {
        return scope() != Scope.HOST && host.lostWithin(windowNs());
    }

    /**
     * Writes or reads what it remembers from one question to the next, so that a recording can be taken up anywhere; see
     * {@link StateIo}. Most remember nothing: all they need is in the state of the host.
     */
    default void state(StateIo io) {}

    /** {@return the stretch of time the value is measured over, ns} */
    long windowNs();

    /** {@return how long the condition must last, ns} */
    long durationNs();
}
