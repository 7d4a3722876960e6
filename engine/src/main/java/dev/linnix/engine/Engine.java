package dev.linnix.engine;

import dev.linnix.engine.rule.RuleSet;
import java.lang.foreign.MemorySegment;

/**
 * The state machine. Everything that can change its state enters through {@link #accept} or {@link #reload}; the same
 * inputs give the same alerts, incidents and ids. Confined to one thread.
 */
public final class Engine {
    /** Creates an engine that knows nothing yet. */
    public Engine(HostFacts host, RuleSet rules, AlertListener listener) {}

    /**
     * Takes one record. The bytes are read during the call only. A record of unknown type or wrong length is counted as
     * malformed and otherwise ignored.
     *
     * @param length of the record in bytes, as its carrier says
     */
    public void accept(MemorySegment segment, long offset, int length) {}

    /** Puts other rules in force. Rules equal to a present one keep their windows and alerts; others are withdrawn. */
    public void reload(RuleSet rules) {}

    /** {@return whether a condition is pending, so that snapshots should come faster} */
    public boolean pending() {
        return false;
    }

    /** {@return the view handed to queries; to be used on the engine's thread only} */
    public EngineView view() {
        return java.util.Objects.requireNonNull(null);
    }
}
