package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.rule.Rule;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Does an agent that is started in the middle of a storm name who is behind it? */
class FirstSnapshotTest {
    private static final Rule BURST =
            World.rule("fork_burst", "threshold", 10L, "window_seconds", 5.0, "scope", "host");

    @Test
    void anAlertWaitsForTheFirstSnapshotAndThenNamesTheOffender() {
        World world = World.unseen(BURST);
        Proc loop = world.exists(500, world.init, "loop");
        for (int i = 0; i < 30; i++) world.fork(loop);
        world.tick();
        world.now += 200_000_000;
        world.tick();
        assertThat(world.fired()).isEmpty();

        world.snapshot();
        world.now += 200_000_000;
        world.tick();
        Offender offender = Objects.requireNonNull(world.onlyFired().blame().offender());
        assertThat(offender.process())
                .extracting(ProcessRef::pid, ProcessRef::comm)
                .containsExactly(500, "loop");
    }

    @Test
    void withoutAnySnapshotItFiresAfterTwoSeconds() {
        World world = World.unseen(BURST);
        Proc loop = world.exists(500, world.init, "loop");
        world.tick();
        for (int i = 0; i < 30; i++) world.fork(loop);
        world.now += 1_900_000_000L;
        world.tick();
        assertThat(world.fired()).isEmpty();

        world.now += 100_000_000L;
        world.tick();
        assertThat(world.fired()).hasSize(1);
    }
}
