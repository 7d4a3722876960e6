package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.ProcessInfo;
import org.junit.jupiter.api.Test;

/** Does a process show what its subtree caused, when those who caused it have ended long since? */
class SubtreeUseTest {
    private final World world = new World();

    private ProcessInfo info(Proc proc) {
        return world.engine.view().processes(false).stream()
                .filter(info -> info.process().pid() == proc.pid)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void birthsOfShortLivedDescendantsCountForTheirAncestors() {
        Proc shell = world.exists(300, world.init, "sh");
        Proc idle = world.exists(301, world.init, "idle");
        world.snapshot();
        for (int i = 0; i < 60; i++) {
            Proc child = world.fork(shell);
            Proc grandchild = world.fork(child);
            world.exit(grandchild);
            world.exit(child);
            world.pass(50);
        }
        // Twice in 50 ms; the edges of the buckets may take or give one of them.
        assertThat(info(shell).subtreeForksPerSecond()).isBetween(38.0, 42.0);
        assertThat(info(world.init).subtreeForksPerSecond())
                .isEqualTo(info(shell).subtreeForksPerSecond());
        assertThat(info(idle).subtreeForksPerSecond()).isZero();
        assertThat(world.engine.view().process(shell.pid).subtreeForksPerSecond())
                .isEqualTo(info(shell).subtreeForksPerSecond());
        world.pass(3000);
        assertThat(info(shell).subtreeForksPerSecond()).isZero();
    }

    @Test
    void cpuOfTheSubtreeIsThatOfAllItsProcesses() {
        Proc shell = world.exists(300, world.init, "sh");
        Proc busy = world.exists(301, shell, "busy");
        busy.busy = 0.5;
        world.snapshot();
        world.pass(4000);
        assertThat(info(shell).subtreeCpuPercent()).isBetween(45.0, 55.0);
        assertThat(info(shell).cpuPercent()).isZero();
    }
}
