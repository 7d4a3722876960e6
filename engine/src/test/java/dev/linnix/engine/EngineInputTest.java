package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.EngineStatus;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.ProducedRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStateRecord;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.engine.record.TickRecord;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleSet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Does every input reach the state it should, and does bad input reach none? */
class EngineInputTest {
    private final MemorySegment segment = Arena.ofAuto().allocate(4096, 8);
    private final Engine engine = new Engine(new HostFacts(2, 1L << 30, 4096, 0, 0), RuleSet.EMPTY, AlertListener.NONE);

    private EngineStatus status() {
        return engine.view().status();
    }

    private void tick(long timeNs) {
        TickRecord tick = new TickRecord();
        tick.begin(segment, 0, timeNs);
        engine.accept(segment, 0, tick.layout().size());
    }

    @Test
    void anEarlierTimeIsTakenAsNowAndCounted() {
        tick(5_000_000_000L);
        tick(4_000_000_000L);
        assertThat(status().timeNs()).isEqualTo(5_000_000_000L);
        assertThat(status().early()).isEqualTo(1);
    }

    @Test
    void garbageIsCountedAndChangesNothing() {
        Random random = new Random(7);
        byte[] bytes = new byte[4096];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(bytes);
            MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
            engine.accept(segment, 0, random.nextInt(4096));
        }
        assertThat(status().malformed()).isEqualTo(20_000);
        assertThat(status().live()).isZero();
    }

    @Test
    void aRecordShorterThanItsStructIsMalformed() {
        ForkRecord fork = new ForkRecord();
        fork.begin(segment, 0, 1);
        engine.accept(segment, 0, fork.layout().size() - 1);
        assertThat(status().malformed()).isEqualTo(1);
    }

    @Test
    void aLongerRecordOfALaterVersionIsRead() {
        ForkRecord fork = new ForkRecord();
        fork.begin(segment, 0, 1);
        fork.pid(10).startNs(5);
        engine.accept(segment, 0, fork.layout().size() + 64);
        assertThat(status().live()).isEqualTo(1);
    }

    @Test
    void lossOfASensorThatDoesNotExistIsMalformed() {
        LossRecord loss = new LossRecord();
        loss.begin(segment, 0, 1);
        loss.sensor(99).reason(1).count(5);
        engine.accept(segment, 0, loss.layout().size());
        assertThat(status().malformed()).isEqualTo(1);
        assertThat(status().lost()).isEmpty();
    }

    @Test
    void producedAndLostAddUpToThePercentageLost() {
        tick(100_000_000_000L);
        ProducedRecord produced = new ProducedRecord();
        produced.begin(segment, 0, 1);
        produced.sensor(Sensor.LIFECYCLE.id()).kind(RecordType.FORK).count(200);
        engine.accept(segment, 0, produced.layout().size());
        LossRecord loss = new LossRecord();
        loss.begin(segment, 0, 1);
        loss.sensor(Sensor.LIFECYCLE.id())
                .kind(RecordType.FORK)
                .reason(LossReason.RING_FULL.id())
                .count(3);
        engine.accept(segment, 0, loss.layout().size());
        assertThat(status().produced()).containsEntry("fork", 200L);
        assertThat(status().lost()).containsExactly(new EngineStatus.Loss(Sensor.LIFECYCLE, "fork", "ring_full", 3));
        assertThat(status().lossPercent()).isEqualTo(1.5);
    }

    @Test
    void sensorStateIsKept() {
        SensorStateRecord state = new SensorStateRecord();
        state.begin(segment, 0, 1);
        state.sensor(Sensor.TASKS.id()).state(SensorStatus.FAILED.ordinal());
        engine.accept(segment, 0, state.layout().size());
        assertThat(status().sensors()).containsEntry(Sensor.TASKS, SensorStatus.FAILED);
    }

    @Test
    void aPidUsedAgainIsAnotherProcess() {
        World world = new World();
        Proc first = world.fork(world.init, 500);
        world.silently(() -> world.exit(first));
        world.pass(10);
        Proc second = world.fork(world.init, 500);
        assertThat(world.engine.view().process(500).process().startNs()).isEqualTo(second.startNs);
        assertThat(world.engine.view().status().inferredExits()).isEqualTo(1);
    }

    @Test
    void theSecondReportOfOneExitIsIgnored() {
        World world = new World();
        Proc proc = world.fork(world.init);
        world.exit(proc);
        int live = world.engine.view().status().live();
        world.exit(proc);
        assertThat(world.engine.view().status().live()).isEqualTo(live);
    }

    @Test
    void anIncompleteSnapshotProvesNoEnd() {
        World world = new World();
        Proc proc = world.fork(world.init);
        world.pass(10);
        world.silently(() -> world.exit(proc));
        world.pass(10);
        world.snapshot(false);
        assertThat(world.engine.view().process(proc.pid).state()).isNotEqualTo("exited");
        world.snapshot(true);
        assertThat(world.engine.view().process(proc.pid).state()).isEqualTo("exited");
        assertThat(world.engine.view().process(proc.pid).exitInferred()).isTrue();
    }

    @Test
    void theBirthParentNeverChangesWhenTheCurrentOneDoes() {
        World world = new World();
        Proc parent = world.fork(world.init);
        Proc child = world.fork(parent);
        world.exit(parent);
        world.pass(1500);
        var info = world.engine.view().process(child.pid);
        assertThat(info.parentPid()).isEqualTo(1);
        assertThat(info.birthParent().pid()).isEqualTo(parent.pid);
    }

    @Test
    void initDoesNotEndBecauseASnapshotDoesNotShowIt() {
        World world = new World();
        world.live.remove(1);
        world.pass(2500);
        assertThat(world.engine.view().process(1).state()).isNotEqualTo("exited");
    }

    @Test
    void manyZombiesStayKnownAndAreEnteredOnce() {
        World world = new World();
        Proc careless = world.fork(world.init);
        for (int i = 0; i < 9000; i++) world.exitUnreaped(world.fork(careless));
        world.pass(3500);
        assertThat(world.engine.view().status().zombies()).isEqualTo(9000);
        assertThat(world.engine.view().status().repairedBirths()).isLessThan(1000);
        long before = world.engine.view().status().repairedBirths();
        world.pass(3000);
        assertThat(world.engine.view().status().repairedBirths()).isEqualTo(before);
    }

    @Test
    void aProcessThatEndsBetweenItsRowAndTheEndOfTheSnapshotIsNoZombie() {
        World world = new World();
        Proc proc = world.fork(world.init);
        Walk walk = world.walk();
        walk.read(Integer.MAX_VALUE);
        walk.deliver();
        world.exit(proc);
        walk.end(true);
        walk.deliver();
        assertThat(world.engine.view().status().zombies()).isZero();
        assertThat(world.engine.view().process(proc.pid).state()).isEqualTo("exited");
    }

    @Test
    void aRowReadBeforeThePidOfItsParentWasUsedAgainEndsNobody() {
        World world = new World();
        Proc parent = world.fork(world.init, 500);
        world.silently(() -> world.fork(parent));
        Walk walk = readAll(world);
        world.exit(parent);
        Proc second = world.fork(world.init, 500);
        walk.deliver();
        var info = world.engine.view().process(500);
        assertThat(info.process().startNs()).isEqualTo(second.startNs);
        assertThat(info.exitNs()).isNull();
        assertThat(world.engine.view().status().inferredExits()).isZero();
    }

    @Test
    void theRowOfAThreadDoesNotCountForALaterProcessWithThePid() {
        World world = new World();
        Proc first = world.fork(world.init, 500);
        first.threads.put(300, 0L);
        world.use(first, 300, Rule.SECOND);
        world.now++;
        Walk walk = world.walk();
        while (!walk.passed(300)) walk.read(1);
        world.exit(first);
        world.fork(world.init, 500);
        walk.read(Integer.MAX_VALUE);
        walk.end(true);
        walk.deliver();
        assertThat(world.engine.view().process(500).cpuNs()).isZero();
    }

    @Test
    void aParentThatALaterRecordSaysStandsAgainstARow() {
        World world = new World();
        Proc parent = world.fork(world.init);
        Proc child = world.fork(parent);
        Walk walk = readAll(world);
        world.exit(parent);
        world.exec(child, "/bin/daemon");
        walk.deliver();
        assertThat(world.engine.view().process(child.pid).parentPid()).isEqualTo(1);
    }

    private static Walk readAll(World world) {
        world.now++;
        Walk walk = world.walk();
        walk.read(Integer.MAX_VALUE);
        walk.end(true);
        return walk;
    }

    @Test
    void aStaleParentThatClosesACircleDoesNotHangTheEngine() {
        World world = new World(World.rule("fork_burst", "threshold", 5L, "window_seconds", 5.0, "scope", "host"));
        Proc child = world.fork(world.agent);
        world.live.get(80).parent = child;
        world.pass(1500);
        for (int i = 0; i < 20; i++) world.exit(world.fork(child));
        world.pass(500);
        assertThat(world.fired()).hasSize(1);
    }

    @Test
    void aSnapshotOfProcBetweenTwoOfTheKernelEndsNobody() {
        World world = new World();
        Proc proc = world.fork(world.init);
        world.pass(500);
        int live = world.engine.view().status().live();
        world.snapshotOfProc();
        assertThat(world.engine.view().status().live()).isEqualTo(live);
        assertThat(world.engine.view().status().inferredExits()).isZero();
        world.pass(1500);
        assertThat(world.engine.view().process(proc.pid).state()).isEqualTo("sleeping");
        assertThat(world.engine.view().status().repairedBirths()).isZero();
    }
}
