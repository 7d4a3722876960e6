package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.model.ProcessRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Are the processes that matter told of first, and never more than asked for? */
class AroundTest {
    private final World world = new World();

    private List<Integer> pids(Proc top, int limit) {
        ProcessRef ref =
                top == null ? null : world.engine.view().process(top.pid).process();
        return world.engine.view().around(ref, limit).stream()
                .map(ProcessInfo::process)
                .map(ProcessRef::pid)
                .toList();
    }

    @Test
    void theNamedItsAncestorsTheLivingThenTheDeadOfItsTree() {
        Proc shell = world.exists(300, world.init, "sh");
        Proc storm = world.exists(301, shell, "storm");
        Proc other = world.exists(302, world.init, "other");
        world.snapshot();
        for (int i = 0; i < 100; i++) world.exit(world.fork(storm));
        Proc child = world.fork(storm);
        assertThat(pids(storm, 1000))
                .contains(world.init.pid, 300, 301, 302, child.pid)
                .hasSizeGreaterThan(100);
        assertThat(pids(storm, 10))
                .contains(world.init.pid, 300, 301, 302, child.pid)
                .hasSizeLessThanOrEqualTo(13);
        assertThat(pids(other, 3)).contains(world.init.pid, 302).hasSizeLessThanOrEqualTo(5);
        assertThat(pids(null, 4)).hasSize(4);
    }
}
