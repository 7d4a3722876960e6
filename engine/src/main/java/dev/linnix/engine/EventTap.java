package dev.linnix.engine;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.ForkRecord;

/**
 * Shown each life-cycle record once the engine has applied it, on the engine's thread; an exit that repeats another is
 * not shown. A record is valid during the call only. Must return at once, must not block, allocate or throw, and cannot
 * change what the engine does.
 */
public interface EventTap {
    /** Looks at nothing. */
    EventTap NONE = new EventTap() {
        @Override
        public void fork(ForkRecord fork) {}

        @Override
        public void exec(ExecRecord exec) {}

        @Override
        public void exit(ExitRecord exit) {}
    };

    /** A process was created. */
    void fork(ForkRecord fork);

    /** A process replaced its image. */
    void exec(ExecRecord exec);

    /** A process ended. */
    void exit(ExitRecord exit);
}
