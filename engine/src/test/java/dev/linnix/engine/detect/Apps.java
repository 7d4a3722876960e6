package dev.linnix.engine.detect;

import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;

/** A process to be watched, for the tests of detectors. */
final class Apps {
    static final double MB = 1 << 20;

    private Apps() {}

    /** {@return a child of init that was there before, and that the engine knows} */
    static Proc app(World world) {
        Proc app = world.exists(300, world.init, "app");
        world.snapshot();
        return app;
    }
}
