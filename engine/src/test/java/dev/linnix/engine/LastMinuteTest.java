package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.model.LastMinute.Second;
import dev.linnix.engine.model.ProcessRef;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Does the last minute show when it began, second by second, and nothing that nobody has seen? */
class LastMinuteTest {
    private final World world = new World();

    /** What is seen begins with the first record. */
    @BeforeEach
    void begin() {
        world.exit(world.fork(world.init));
        world.snapshot();
    }

    private List<Second> of(Proc proc) {
        EngineView view = world.engine.view();
        ProcessRef ref = view.process(proc.pid).process();
        return view.lastMinute(ref).seconds();
    }

    @Test
    void theSecondAStormBeganInIsTheFirstWithItsForks() {
        Proc shell = world.exists(300, world.init, "sh");
        Proc other = world.exists(301, world.init, "make");
        world.snapshot();
        world.pass(10_000);
        for (int i = 0; i < 40; i++) {
            world.exit(world.fork(shell));
            world.pass(50);
        }
        world.exit(world.fork(other));
        world.pass(3000);
        List<Second> seconds = of(shell);
        assertThat(seconds.stream().mapToLong(Second::treeForks).sum()).isEqualTo(40);
        assertThat(seconds.stream().mapToLong(Second::forks).sum()).isEqualTo(41);
        List<Second> busy =
                seconds.stream().filter(second -> second.treeForks() > 0).toList();
        assertThat(busy).hasSizeBetween(2, 3);
        assertThat(busy.getLast().beginNs() - busy.getFirst().beginNs()).isEqualTo((busy.size() - 1) * 1_000_000_000L);
        assertThat(seconds).extracting(Second::beginNs).isSorted();
        assertThat(world.engine.view().status().timeNs() - seconds.getLast().beginNs())
                .isBetween(0L, 1_000_000_000L);
    }

    @Test
    void cpuAndMemoryOfTheTreeAreThoseOfItsProcesses() {
        Proc shell = world.exists(300, world.init, "sh");
        Proc busy = world.exists(301, shell, "busy");
        busy.busy = 0.5;
        world.snapshot();
        world.pass(6000);
        List<Second> seconds = of(shell);
        Second known = seconds.stream()
                .filter(second -> second.treeCpuPercent() != null)
                .toList()
                .getLast();
        assertThat(known.treeCpuPercent()).isBetween(45.0, 55.0);
        assertThat(known.cpuPercent()).isGreaterThanOrEqualTo(known.treeCpuPercent());
        assertThat(seconds).anySatisfy(second -> assertThat(second.treeBytes()).isNotNull());
    }

    @Test
    void thereIsNothingFromBeforeTheRecordsBeganAndNoTreeWithoutAProcess() {
        world.pass(3000);
        LastMinute minute = world.engine.view().lastMinute(null);
        assertThat(minute.seconds()).hasSizeBetween(1, 4);
        assertThat(minute.seconds()).allSatisfy(second -> {
            assertThat(second.treeForks()).isNull();
            assertThat(second.treeBytes()).isNull();
        });
        assertThat(new World().engine.view().lastMinute(null).seconds()).isEmpty();
    }
}
