package dev.linnix.agent.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.agent.TestRecords;
import dev.linnix.agent.recorder.RecorderWorld.Seen;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.HostFacts;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.TickRecord;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.BlockType;
import dev.linnix.recording.Gap;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is what the engine takes what is recorded, and is what is not recorded told? */
class RecordedEngineTest {
    private static final String OTHER = RecorderWorld.RULE.replace("name: forks", "name: others");

    @TempDir
    Path temp;

    private RecorderWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new RecorderWorld(temp);
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    @Test
    void inputsAreWrittenByteForByteInTheirOrder() throws Exception {
        world.fork(1);
        world.begin();
        ByteArrayOutputStream given = new ByteArrayOutputStream();
        for (int i = 0; i < 5000; i++) {
            given.writeBytes(world.fork(100 + i).toArray(ValueLayout.JAVA_BYTE));
        }
        world.stop();
        List<Seen> blocks = world.read();
        assertThat(RecorderWorld.types(blocks))
                .startsWith(BlockType.HEADER, BlockType.RULES, BlockType.STATE, BlockType.RECORDS)
                .endsWith(BlockType.RECORDS, BlockType.END);
        assertThat(blocks.get(1).text()).isEqualTo("rules.yaml\0" + RecorderWorld.RULE);
        assertThat(RecorderWorld.inputs(blocks)).isEqualTo(given.toByteArray());
        assertThat(world.recording.records()).isEqualTo(5000);
    }

    @Test
    void fiveSecondsAreWrittenThoughTheyHoldNearlyNothing() throws Exception {
        world.begin();
        world.fork(7);
        world.pass(4);
        assertThat(RecorderWorld.inputs(world.read())).isEmpty();
        world.pass(2);
        assertThat(RecorderWorld.inputs(world.read())).isNotEmpty();
    }

    @Test
    void aSecondIsWrittenWhenItHoldsSomething() throws Exception {
        world.begin();
        for (int held = 0; held < RecordedEngine.LITTLE; held += 1024) world.noise();
        world.pass(2);
        assertThat(RecorderWorld.inputs(world.read())).isNotEmpty();
    }

    @Test
    void whatWasSaidIsWrittenASecondAfterItsCause() throws Exception {
        world.begin();
        for (int i = 0; i < 3; i++) world.fork(100 + i);
        world.pass(2);
        assertThat(RecorderWorld.types(world.read())).contains(BlockType.TRANSITIONS);
    }

    @Test
    void anInputThatDoesNotFrameItselfIsStillMalformedInTheRecording() throws Exception {
        world.begin();
        for (int claimed : new int[] {0, 15, 20, 4096, -8}) {
            MemorySegment record = TestRecords.fork(world.nowNs.get(), 9);
            record.set(ValueLayout.JAVA_INT, 12, claimed);
            world.accept(record);
        }
        world.accept(TestRecords.fork(world.nowNs.get(), 9).asSlice(0, 8));
        world.stop();
        byte[] inputs = RecorderWorld.inputs(world.read());
        assertThat(inputs).hasSize(6 * 16);
        MemorySegment read = MemorySegment.ofArray(inputs);
        for (int at = 0; at < inputs.length; at += 16)
            assertThat(Flyweight.type(read, at)).isZero();
        assertThat(world.engine.view().status().malformed()).isEqualTo(6);
    }

    @Test
    void whatTheEngineSaysFollowsTheInputsThatCausedIt() throws Exception {
        world.begin();
        for (int i = 0; i < 3; i++) world.fork(100 + i);
        world.pass(2);
        world.stop();
        List<Seen> blocks = world.read();
        int said = RecorderWorld.types(blocks).indexOf(BlockType.TRANSITIONS);
        assertThat(blocks.get(said - 1).type()).isEqualTo(BlockType.RECORDS);
        assertThat(blocks.get(said).text()).contains("\"rule\":\"forks\"").contains("\"type\":\"incident\"");
    }

    @Test
    void otherRulesComeBetweenTheInputsBeforeAndAfter() throws Exception {
        world.begin();
        for (int i = 0; i < 3; i++) world.fork(100 + i);
        world.tick(RecorderWorld.SECOND / 4);
        world.engine.reload(RecorderWorld.rules(OTHER));
        world.fork(200);
        world.stop();
        List<Seen> blocks = world.read();
        List<BlockType> types = RecorderWorld.types(blocks);
        int reload = types.lastIndexOf(BlockType.RULES);
        assertThat(types.subList(reload - 2, reload + 4))
                .containsExactly(
                        BlockType.RECORDS,
                        BlockType.TRANSITIONS,
                        BlockType.RULES,
                        BlockType.TRANSITIONS,
                        BlockType.RECORDS,
                        BlockType.END);
        assertThat(blocks.get(reload).text()).isEqualTo("rules.yaml\0" + OTHER);
        assertThat(blocks.get(reload + 1).text()).contains("withdrawn");
    }

    @Test
    void theStateIsNotSavedWhileTheRowsOfASnapshotCome() {
        world.pump();
        MemorySegment whole = TestRecords.emptySnapshot();
        int begin = Flyweight.length(whole, 0);
        world.accept(whole.asSlice(0, begin));
        world.tick(RecorderWorld.SECOND);
        assertThat(world.handoff.isEmpty()).isTrue();
        world.accept(whole.asSlice(begin));
        world.tick(1);
        assertThat(world.handoff.isEmpty()).isFalse();
    }

    @Test
    void whatTheRecorderCannotTakeIsLeftOutCountedAndToldAndThenItGoesOnFromTheState() throws Exception {
        world.begin();
        int given = 0;
        while (world.dropped(DropReason.QUEUE_FULL) < 10_000) {
            world.fork(1000 + given++);
            if (given % 1000 == 0) world.tick(1000);
        }
        int ticks = given / 1000;
        world.tick(RecorderWorld.SECOND);
        long dropped = world.dropped(DropReason.QUEUE_FULL);
        assertThat(dropped).isLessThan(given);
        world.pump();
        // The first tick saves the state; what comes then is recorded again.
        world.tick(RecorderWorld.SECOND);
        world.fork(7);
        world.stop();

        List<Seen> blocks = world.read();
        List<BlockType> types = RecorderWorld.types(blocks);
        int gap = types.indexOf(BlockType.GAP);
        assertThat(types.subList(gap, gap + 5))
                .containsExactly(BlockType.GAP, BlockType.END, BlockType.HEADER, BlockType.RULES, BlockType.STATE);
        Gap told = blocks.get(gap).gap();
        long all = world.dropped(DropReason.QUEUE_FULL);
        assertThat(told.records()).isEqualTo(all);
        assertThat(told.reason()).isEqualTo("queue_full");
        assertThat(told.fromNs()).isLessThan(told.toNs());
        // All forks, a tick for each thousand, two ticks of a second, and the fork after.
        assertThat(world.recording.records() + all).isEqualTo(given + ticks + 2 + 1);
        byte[] inputs = RecorderWorld.inputs(blocks);
        byte[] last = Arrays.copyOfRange(
                inputs, inputs.length - (int) TestRecords.fork(1, 7).byteSize(), inputs.length);
        assertThat(Flyweight.timeNs(MemorySegment.ofArray(last), 0)).isEqualTo(world.nowNs.get());
    }

    @Test
    void anEngineThatFailsOnATickIsRecordedAllTheSame() {
        AlertListener failing = new AlertListener() {
            @Override
            public void onAlert(Alert alert) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onIncident(Incident incident) {}
        };
        Said said = new Said(failing);
        RuleSet rules = RecorderWorld.rules(RecorderWorld.RULE);
        Engine inner = new Engine(new HostFacts(2, 1L << 32, 4096, 0, 0), rules, said);
        Handoff handoff = new Handoff();
        RecordedEngine engine = new RecordedEngine(inner, said, rules.source(), handoff, world.drops);
        for (int i = 0; i < 3; i++) accept(engine, TestRecords.fork(RecorderWorld.SECOND, 100 + i));
        accept(engine, tick(RecorderWorld.SECOND));
        handoff.gate(Handoff.Gate.OPEN);
        MemorySegment second = tick(4 * RecorderWorld.SECOND);
        assertThatThrownBy(() -> accept(engine, second)).hasMessage("on purpose");
        assertThat(handoff.isEmpty()).isFalse();
    }

    private static void accept(RecordedEngine engine, MemorySegment record) {
        engine.accept(record, 0, (int) record.byteSize());
    }

    private static MemorySegment tick(long ns) {
        MemorySegment bytes = MemorySegment.ofArray(new long[2]);
        new TickRecord().begin(bytes, 0, ns);
        return bytes;
    }

    @Test
    void anIdleAgentUsesOneChunk() {
        world.begin();
        world.pass(20);
        assertThat(world.handoff.take()).isNotNull();
        assertThat(world.handoff.allocated()).isLessThanOrEqualTo(2);
    }
}
