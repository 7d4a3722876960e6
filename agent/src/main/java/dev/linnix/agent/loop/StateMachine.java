package dev.linnix.agent.loop;

import dev.linnix.engine.Engine;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.rule.RuleSet;
import java.lang.foreign.MemorySegment;

/** The engine as its loop drives it; a seam for tests. Confined to the engine's thread. */
public interface StateMachine {
    /** Takes one record, see {@link Engine#accept}. */
    void accept(MemorySegment segment, long offset, int length);

    /** Puts other rules in force, see {@link Engine#reload}. */
    void reload(RuleSet rules);

    /** {@return whether snapshots should come faster} */
    boolean pending();

    /** {@return what queries read} */
    EngineView view();

    /** Told once that nothing more comes. */
    default void stopped() {}

    /** {@return the real one} */
    static StateMachine of(Engine engine) {
        return new StateMachine() {
            @Override
            public void accept(MemorySegment segment, long offset, int length) {
                engine.accept(segment, offset, length);
            }

            @Override
            public void reload(RuleSet rules) {
                engine.reload(rules);
            }

            @Override
            public boolean pending() {
                return engine.pending();
            }

            @Override
            public EngineView view() {
                return engine.view();
            }
        };
    }
}
