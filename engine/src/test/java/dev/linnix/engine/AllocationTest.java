package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.rule.Rule;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Does the path of an event allocate nothing once the table has reached its size? */
class AllocationTest {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aStormAllocatesNothingPerEvent() {
        assertThat(bytesPerEvent(new World())).isLessThan(0.5);
    }

    @Test
    void neitherWhenRunsAreCountedByName() {
        World world =
                new World(World.rule("exec_rate", "regex", "^/x$", "rate_per_min", 10_000_000L, "median_lifetime", 2L));
        assertThat(bytesPerEvent(world)).isLessThan(0.5);
    }

    @Test
    void aReadingOfPressureAllocatesNothing() {
        World world = new World();
        MemorySegment segment = Arena.ofAuto().allocate(PressureRecord.LAYOUT.size(), 8);
        PressureRecord reading = new PressureRecord();
        int length = reading.layout().size();
        long before = 0;
        for (int i = -1000; i < 100_000; i++) {
            if (i == 0) before = THREADS.getCurrentThreadAllocatedBytes();
            reading.begin(segment, 0, 5000 * Rule.SECOND + i * Rule.SECOND);
            reading.cpuSomeUs(5_000_000_000L + i);
            world.engine.accept(segment, 0, length);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated / 100_000.0).isLessThan(0.5);
    }

    private static double bytesPerEvent(World world) {
        Proc storm = world.exists(300, world.init, "storm");
        world.snapshot();
        EventTape tape = new EventTape(Arena.ofAuto(), storm);
        tape.play(world.engine, 60_000);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int events = tape.play(world.engine, 60_000);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        return (double) allocated / events;
    }

    /** Writes records into one buffer, so that the test itself allocates nothing either. */
    private static final class EventTape {
        private final MemorySegment segment;
        private final Proc parent;
        private final dev.linnix.engine.record.ForkRecord fork = new dev.linnix.engine.record.ForkRecord();
        private final dev.linnix.engine.record.ExecRecord exec = new dev.linnix.engine.record.ExecRecord();
        private final dev.linnix.engine.record.ExitRecord exit = new dev.linnix.engine.record.ExitRecord();
        private final dev.linnix.engine.record.TickRecord tick = new dev.linnix.engine.record.TickRecord();
        private final byte[] name = {'x'};
        private long now = 5000 * Rule.SECOND;
        private int pid = 1000;

        EventTape(Arena arena, Proc parent) {
            this.segment = arena.allocate(1024, 8);
            this.parent = parent;
        }

        int play(Engine engine, int processes) {
            for (int i = 0; i < processes; i++) {
                long start = now += 250_000;
                pid = pid >= 30_000 ? 1000 : pid + 1;
                fork.begin(segment, 0, start);
                fork.pid(pid).startNs(start).parentPid(parent.pid).parentStartNs(parent.startNs);
                engine.accept(segment, 0, fork.layout().size());
                exec.begin(segment, 0, now += 1000);
                exec.pid(pid).startNs(start).parentPid(parent.pid).parentStartNs(parent.startNs);
                exec.image().set(1, 0).path(name).args(name);
                engine.accept(segment, 0, exec.layout().size());
                exit.begin(segment, 0, now += 1000);
                exit.pid(pid).startNs(start).parentPid(parent.pid).parentStartNs(parent.startNs);
                exit.cpuNs(400_000);
                engine.accept(segment, 0, exit.layout().size());
                tick.begin(segment, 0, now);
                engine.accept(segment, 0, tick.layout().size());
            }
            return 4 * processes;
        }
    }
}
