package dev.linnix.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linnix.agent.FakeRing;
import dev.linnix.agent.TestRecords;
import dev.linnix.agent.sensor.RingSource;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.HostFacts;
import dev.linnix.engine.QueryMailbox;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.kernel.BootClock;
import dev.linnix.kernel.KernelException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Does everything reach the engine, in the right order, whatever fails? */
class EngineLoopTest {
    /** Notes what it is given; the view is a real engine's. */
    private static final class Recorder implements StateMachine {
        private final List<Integer> types = new CopyOnWriteArrayList<>();
        private final List<RuleSet> reloads = new CopyOnWriteArrayList<>();
        private final EngineView view =
                new Engine(new HostFacts(1, 1 << 30, 4096, 0, 0), RuleSet.EMPTY, AlertListener.NONE).view();
        private volatile boolean poisoned;
        private volatile boolean pending;

        @Override
        public void accept(MemorySegment segment, long offset, int length) {
            int type = Flyweight.type(segment, offset);
            if (poisoned && type == RecordType.FORK) throw new IllegalStateException("poison");
            if (type != RecordType.TICK) types.add(type);
        }

        @Override
        public void reload(RuleSet rules) {
            reloads.add(rules);
        }

        @Override
        public boolean pending() {
            return pending;
        }

        @Override
        public EngineView view() {
            return view;
        }
    }

    private final Recorder engine = new Recorder();
    private final FakeRing ring = new FakeRing();
    private final CountDownLatch hurried = new CountDownLatch(1);
    private final EngineLoop loop = new EngineLoop(engine, () -> ring, BootClock::nowNs, hurried::countDown);

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void aSnapshotIsAppliedAfterWhatTheRingHeldBeforeIt() throws Exception {
        loop.start();
        // More than the one drain of the turn itself: at least one is on behalf of the snapshot.
        ring.reserve(TestRecords.fork(1000, 7), 3);
        loop.inbox().lend(TestRecords.snapshotBegin(900), true);
        assertThat(engine.types).containsExactly(RecordType.SENSOR_STATE, RecordType.FORK, RecordType.SNAPSHOT_BEGIN);
        assertThat(loop.skippedSnapshots()).isZero();
    }

    @Test
    void aSnapshotIsSkippedWhenARecordBeforeItNeverComes() throws Exception {
        loop.start();
        ring.reserve(TestRecords.fork(1000, 7), Integer.MAX_VALUE);
        loop.inbox().lend(TestRecords.snapshotBegin(900), true);
        assertThat(engine.types).containsExactly(RecordType.SENSOR_STATE);
        assertThat(loop.skippedSnapshots()).isEqualTo(1);
    }

    @Test
    void itWaitsTwiceAsLongEachTimeUpToABoundWhileTheRingIsEmptyAndBrieflyAgainAfterARecord() throws Exception {
        loop.start();
        await().until(() -> ring.waits().size() >= 6);
        assertThat(ring.waits()).startsWith(25, 50, 100, 200, 250, 250);
        ring.add(TestRecords.fork(1000, 7));
        await().until(() -> ring.waits().getLast() == 50);
        assertThat(ring.waits()).endsWith(250, 25, 50);
    }

    @Test
    void otherBatchesDoNotWaitForTheRing() throws Exception {
        loop.start();
        ring.reserve(TestRecords.fork(1000, 7), Integer.MAX_VALUE);
        loop.inbox().lend(TestRecords.snapshotBegin(900), false);
        assertThat(engine.types).containsExactly(RecordType.SENSOR_STATE, RecordType.SNAPSHOT_BEGIN);
    }

    @Test
    void aReloadIsInForceWhenItReturns() throws Exception {
        loop.start();
        loop.inbox().reload(RuleSet.EMPTY);
        assertThat(engine.reloads).containsExactly(RuleSet.EMPTY);
    }

    @Test
    void aFailureOfTheEngineIsCountedAndTheNextRecordStillArrives() throws Exception {
        loop.start();
        engine.poisoned = true;
        ring.add(TestRecords.fork(1000, 7));
        ring.add(TestRecords.snapshotBegin(1001));
        ring.wake();
        await().until(() -> engine.types.contains(RecordType.SNAPSHOT_BEGIN));
        assertThat(loop.errors()).isEqualTo(1);
    }

    @Test
    void aBatchWithAnImpossibleLengthIsRefused() throws Exception {
        loop.start();
        MemorySegment cut = TestRecords.fork(1000, 7).asSlice(0, 24);
        assertThatThrownBy(() -> loop.inbox().lend(cut, false))
                .hasMessageContaining("refused")
                .cause()
                .hasMessageContaining("claims a length of");
        assertThat(loop.errors()).isEqualTo(1);
    }

    @Test
    void aBrokenRingIsClosedAndReportedAndTheLoopGoesOn() throws Exception {
        loop.start();
        ring.breakDown();
        ring.wake();
        await().until(() -> loop.health().status() == SensorStatus.FAILED);
        await().until(ring::closed);
        assertThat(loop.health().reason()).isEqualTo("the ring is broken");
        loop.inbox().lend(TestRecords.snapshotBegin(900), true);
        assertThat(engine.types)
                .containsExactly(RecordType.SENSOR_STATE, RecordType.SENSOR_STATE, RecordType.SNAPSHOT_BEGIN);
    }

    @Test
    void withoutKernelSensorsQueriesAreAnswered() throws Exception {
        Supervised.Opener<RingSource> refused = () -> {
            throw new KernelException("load lifecycle", 1, "");
        };
        try (EngineLoop blind = new EngineLoop(engine, refused, BootClock::nowNs, () -> {})) {
            blind.start();
            CompletableFuture<Integer> live =
                    blind.mailbox().post(view -> view.status().live());
            assertThat(live).isNotNull();
            assertThat(Objects.requireNonNull(live).get()).isZero();
            assertThat(blind.health().status()).isEqualTo(SensorStatus.FAILED);
            assertThat(blind.health().reason()).startsWith("load lifecycle");
        }
    }

    @Test
    void aFullMailboxRefusesAndCounts() throws Exception {
        loop.start();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.mailbox().post(view -> {
            inside.countDown();
            awaitQuietly(release);
            return 0;
        });
        inside.await();
        for (int i = 0; i < QueryMailbox.CAPACITY; i++) {
            assertThat(loop.mailbox().post(view -> 0)).isNotNull();
        }
        assertThat(loop.mailbox().post(view -> 0)).isNull();
        assertThat(loop.mailbox().rejected()).isEqualTo(1);
        release.countDown();
    }

    @Test
    void aPendingConditionHurriesTheSnapshots() throws Exception {
        loop.start();
        engine.pending = true;
        ring.wake();
        hurried.await();
        await().until(loop::pending);
    }

    @Test
    void whatTheRingHoldsAtTheEndStillArrives() throws Exception {
        loop.start();
        for (int i = 0; i < 100; i++) ring.add(TestRecords.fork(1000 + i, 10 + i));
        loop.close();
        assertThat(engine.types).hasSize(101);
        assertThat(ring.closed()).isTrue();
    }

    @Test
    void whoeverLendsToAStoppedEngineIsLetGo() throws Exception {
        loop.start();
        loop.close();
        assertThatThrownBy(() -> loop.inbox().lend(TestRecords.snapshotBegin(1), false))
                .isInstanceOf(InterruptedException.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
