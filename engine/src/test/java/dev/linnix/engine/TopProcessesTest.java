package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.ProcessOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Are the largest processes found without describing all of them? */
class TopProcessesTest {
    private final World world = new World();

    private List<Integer> top(ProcessOrder order, int limit) {
        return world.engine.view().top(order, limit).stream()
                .map(info -> info.process().pid())
                .toList();
    }

    @Test
    void largestFirstAndNoMoreThanAsked() {
        Proc small = world.exists(300, world.init, "small");
        Proc large = world.exists(301, world.init, "large");
        Proc larger = world.exists(302, world.init, "larger");
        Proc ended = world.exists(303, world.init, "ended");
        small.anonBytes = 10 << 20;
        large.anonBytes = 20 << 20;
        larger.sharedBytes = 30 << 20;
        ended.anonBytes = 40 << 20;
        small.busy = 0.9;
        large.busy = 0.5;
        world.snapshot();
        world.pass(3000);
        world.exit(ended);
        assertThat(top(ProcessOrder.MEMORY, 2)).containsExactly(larger.pid, large.pid);
        assertThat(top(ProcessOrder.CPU, 5)).containsExactly(small.pid, large.pid);
    }
}
