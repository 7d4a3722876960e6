package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.ForkRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Is every life-cycle record shown once, in order? */
class EventTapTest {
    private final List<String> seen = new ArrayList<>();

    private final class Tap implements EventTap {
        @Override
        public void fork(ForkRecord fork) {
            seen.add("fork " + fork.pid());
        }

        @Override
        public void exec(ExecRecord exec) {
            seen.add("exec " + exec.pid());
        }

        @Override
        public void exit(ExitRecord exit) {
            seen.add("exit " + exit.pid());
        }
    }

    @Test
    void anExitToldTwiceIsShownOnce() {
        World world = new World();
        world.engine.tap(new Tap());
        Proc job = world.spawn(world.fork(world.init, 500), "/bin/job");
        world.exit(job);
        world.exit(job);
        world.snapshot();
        assertThat(seen).containsExactly("fork 500", "fork " + job.pid, "exec " + job.pid, "exit " + job.pid);
        assertThat(world.engine.view().status().duplicateExits()).isEqualTo(1);
    }
}
