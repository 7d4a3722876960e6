package dev.linnix.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a replay say what the live engine said, from wherever it begins and whatever is missing? */
class ReplayTest {
    @TempDir
    Path directory;

    private TransitionJson json;

    @BeforeEach
    void encode() {
        json = new TransitionJson("host", Tape.WALL_OFFSET_NS);
    }

    private static Heard replay(List<Path> files) throws IOException, InterruptedException {
        return Heard.of(files, ReplayOptions.ALL.checked());
    }

    @Test
    void theWholeRecordingByteForByte() throws Exception {
        Tape tape = Story.tell(directory);
        Heard heard = replay(tape.files);
        assertThat(heard.replayed).isEqualTo(tape.said).hasSizeGreaterThan(12);
        assertThat(heard.recorded).isEqualTo(tape.said);
        assertThat(heard.alerts).extracting(Alert::rule).contains("storm", "spike", "leak");
        assertThat(heard.alerts).extracting(Alert::state).contains(AlertState.RESOLVED);
        assertThat(heard.result.notes()).isEmpty();
        assertThat(heard.result.losses()).isZero();
        assertThat(heard.result.transitions()).isEqualTo(tape.said.size());
        assertThat(heard.result.inputs()).isGreaterThan(1000);
        assertThat(heard.result.last()).isEqualTo(json.wall(tape.world.now));
    }

    @Test
    void theRestFromEachKeyframe() throws Exception {
        Tape tape = Story.tell(directory);
        for (int i = 0; i < tape.files.size(); i++) {
            Heard heard = replay(tape.files.subList(i, tape.files.size()));
            List<String> rest = tape.said.subList(tape.saidBefore.get(i), tape.said.size());
            assertThat(heard.replayed).isEqualTo(rest);
            assertThat(heard.result.notes()).isEmpty();
        }
    }

    @Test
    void fromATimeOnNothingOlderIsTold() throws Exception {
        Tape tape = Story.tell(directory);
        Instant begin = json.wall(tape.segments.getFirst().startNs());
        for (int second = -1; second < 36; second += 3) {
            Instant from = begin.plusSeconds(second);
            Heard heard = Heard.of(tape.files, ReplayOptions.ALL.from(from));
            List<String> rest = tape.said.stream()
                    .filter(line -> !json.wall(TransitionJson.changedNs(line.getBytes(StandardCharsets.UTF_8)))
                            .isBefore(from))
                    .toList();
            assertThat(heard.replayed).as("from second %d", second).isEqualTo(rest);
            assertThat(heard.recorded).isEqualTo(rest);
            assertThat(Duration.between(heard.result.first(), from)).isLessThan(Duration.ofSeconds(12));
        }
    }

    @Test
    void aReloadIsReplayed() throws Exception {
        Tape tape = new Tape(directory, Story.RULES);
        Story.tell(tape);
        Story.births(tape, tape.world.spawn(tape.world.init, "/opt/new", "new"), 25);
        tape.reload("""
                - {name: storm, detector: fork_burst, threshold: 60, window_seconds: 5, severity: low}
                """);
        tape.cut();
        Story.births(tape, tape.world.init, 70);
        tape.close();
        Heard heard = replay(tape.files);
        assertThat(heard.replayed).isEqualTo(tape.said);
        assertThat(heard.alerts).extracting(Alert::state).contains(AlertState.WITHDRAWN);
        assertThat(heard.alerts.getLast().threshold()).isEqualTo(60);
        assertThat(heard.result.notes()).isEmpty();
    }

    @Test
    void afterALossTheNextKeyframeCounts() throws Exception {
        Tape tape = new Tape(directory, Story.RULES);
        tape.cut();
        Story.pass(tape, 3);
        Story.births(tape, tape.world.spawn(tape.world.init, "/opt/one", "one"), 15);
        Proc two = tape.world.spawn(tape.world.init, "/opt/two", "two");
        Story.births(tape, two, 15);
        for (int i = 0; i < 15; i++) tape.world.exit(tape.world.fork(two));
        tape.world.pass(1000);
        tape.lose("the queue was full");
        assertThat(tape.said).as("what was said during the loss").hasSize(2);
        Story.pass(tape, 2);
        tape.cut();
        int before = tape.said.size();
        Story.births(tape, tape.world.spawn(tape.world.init, "/opt/three", "three"), 30);
        Story.pass(tape, 20);
        tape.close();
        assertThat(tape.said.size()).isGreaterThan(before);
        Heard heard = replay(tape.files);
        assertThat(heard.replayed)
                .endsWith(tape.said.subList(before, tape.said.size()).toArray(String[]::new));
        assertThat(heard.result.losses()).isOne();
        assertThat(heard.result.notes())
                .singleElement()
                .asString()
                .contains("segment 7: 42 inputs", "the queue was full");
    }

    @Test
    void aMissingSegmentIsALoss() throws Exception {
        Tape tape = Story.tell(directory);
        List<Path> files = new ArrayList<>(tape.files);
        files.remove(2);
        Heard heard = replay(files);
        List<String> rest = tape.said.subList(tape.saidBefore.get(3), tape.said.size());
        List<String> begin = tape.said.subList(0, tape.saidBefore.get(2));
        assertThat(heard.replayed).startsWith(begin.toArray(String[]::new)).endsWith(rest.toArray(String[]::new));
        assertThat(heard.replayed).hasSize(begin.size() + rest.size());
        assertThat(heard.result.losses()).isOne();
        assertThat(heard.result.notes()).singleElement().asString().contains("segment", "missing");
    }

    @Test
    void otherRulesBeginAnewAndStayInForce() throws Exception {
        Tape tape = new Tape(directory, Story.RULES);
        Story.tell(tape);
        tape.reload("[]");
        long reloadedNs = tape.world.now;
        Story.births(tape, tape.world.init, 30);
        tape.close();
        RuleSet others = Tape.parse("""
                - {name: any, detector: fork_burst, threshold: 8, window_seconds: 5, cooldown: 0}
                """);
        Heard heard = Heard.of(tape.files, ReplayOptions.ALL.under(others).checked());
        assertThat(heard.alerts).extracting(Alert::rule).containsOnly("any");
        assertThat(heard.alerts.getLast().state()).isEqualTo(AlertState.FIRING);
        assertThat(heard.alerts.getLast().firedNs()).isGreaterThan(reloadedNs);
        assertThat(heard.result.notes()).isEmpty();
        assertThat(heard.recorded).isEqualTo(tape.said);
    }

    @Test
    void anotherRunIsReplayedByItself() throws Exception {
        Tape first = Story.tell(directory);
        Tape second = new Tape(directory, "boot-2", Story.RULES);
        Story.tell(second);
        second.close();
        List<Path> both = new ArrayList<>(first.files);
        both.addAll(second.files);
        Heard heard = replay(both);
        List<String> said = new ArrayList<>(first.said);
        said.addAll(second.said);
        assertThat(heard.replayed).isEqualTo(said);
        assertThat(heard.result.losses()).isZero();
        assertThat(heard.result.notes()).singleElement().asString().contains("another run");
    }

    @Test
    void aDetectorOfALaterVersionIsNamed() throws Exception {
        Tape tape = new Tape(directory, Story.RULES);
        tape.begin(1, new RuleSet.Source("next.yaml", "- {name: a, detector: from_the_future, threshold: 1}\n"));
        tape.keyframe();
        Story.pass(tape, 3);
        tape.close();
        assertThatThrownBy(() -> replay(tape.files))
                .isInstanceOf(RecordingException.class)
                .hasMessageContainingAll("segment 7", "from_the_future", "next.yaml:1");
        assertThat(Heard.of(tape.files, ReplayOptions.ALL.under(Tape.parse(Story.RULES)))
                        .result
                        .inputs())
                .isPositive();
    }

    @Test
    void aKeyframeThatIsNotWhatTheReplayCameToIsNoted() throws Exception {
        Tape tape = new Tape(directory, Story.RULES);
        tape.cut();
        Story.pass(tape, 2);
        tape.begin(1, Tape.parse(Story.RULES).source());
        tape.world.spawn(tape.world.init, "/opt/unheard", "of");
        tape.keyframe();
        tape.world.tape.clear();
        Story.pass(tape, 2);
        tape.close();
        assertThat(replay(tape.files).result.notes())
                .contains("segment 8: the state in its keyframe differ from what the replay came to");
        assertThat(Heard.of(tape.files, ReplayOptions.ALL).result.notes()).isEmpty();
    }

    @Test
    void whatWasMissingBeforeTheSegmentIsNoLossAfterItsKeyframe() throws Exception {
        Tape tape = new Tape(directory, Story.RULES);
        tape.cut();
        tape.lose("disk");
        Story.pass(tape, 2);
        tape.begin(1, Tape.parse(Story.RULES).source());
        tape.world.spawn(tape.world.init, "/opt/unheard", "of");
        tape.keyframe();
        tape.world.tape.clear();
        Story.pass(tape, 2);
        tape.close();
        ReplayResult result = replay(tape.files).result;
        assertThat(result.losses()).isZero();
        assertThat(result.differences()).as("the keyframe after it is compared").isOne();
        assertThat(result.notes()).first().asString().contains("42 inputs", "disk");
    }

    @Test
    void aKeyframeAmidTheRowsOfASnapshotIsADifference() throws Exception {
        Tape tape = new Tape(directory, Story.RULES);
        tape.cut();
        tape.world.snapshot();
        tape.world.tape.removeLast();
        tape.cut();
        tape.close();
        ReplayResult result = replay(tape.files).result;
        assertThat(result.differences()).isOne();
        assertThat(result.notes()).singleElement().asString().contains("cannot be compared");
    }

    @Test
    void anInputOnWhichTheEngineFailsIsPassedOverAsItWasLive() throws Exception {
        Tape tape = new Tape(directory, Story.RULES);
        tape.begin(1, new RuleSet.Source("rules.yaml", Story.RULES + "- {name: broken, detector: failing}\n"));
        tape.keyframe();
        Story.births(tape, tape.world.spawn(tape.world.init, "/opt/one", "one"), 30);
        Story.pass(tape, 2);
        tape.close();
        Heard heard = replay(tape.files);
        assertThat(heard.alerts).extracting(Alert::rule).contains("storm");
        assertThat(heard.result.inputs()).isGreaterThan(30);
        assertThat(heard.result.notes())
                .singleElement()
                .asString()
                .matches("the engine failed on \\d+ inputs.*on purpose");
    }

    @Test
    void whatTheListenerThrowsIsNoFailureOfTheEngine() throws Exception {
        Tape tape = Story.tell(directory);
        IllegalStateException own = new IllegalStateException("of the listener");
        ReplayListener listener = new ReplayListener() {
            @Override
            public void incident(Incident incident, TransitionJson json) {
                throw own;
            }
        };
        try (RecordingReader reader = RecordingReader.open(tape.files)) {
            Replay replay = new Replay(reader, ReplayOptions.ALL, listener);
            assertThatThrownBy(replay::run).isSameAs(own);
        }
    }

    @Test
    void thePacerIsToldHowMuchTimeHasPassed() throws Exception {
        Tape tape = Story.tell(directory);
        List<Long> elapsed = new ArrayList<>();
        Heard heard = Heard.of(tape.files, ReplayOptions.ALL.paced(elapsed::add));
        assertThat(elapsed.getFirst()).isZero();
        assertThat(elapsed).isSorted();
        assertThat(elapsed.getLast()).isBetween(30_000_000_000L, 40_000_000_000L);
        elapsed.clear();
        Instant late = heard.result.last().minusSeconds(2);
        Heard.of(tape.files, ReplayOptions.ALL.from(late).paced(elapsed::add));
        assertThat(elapsed.getLast()).isBetween(1_800_000_000L, 2_000_000_000L);
    }

    @Test
    void withoutAKeyframeThereIsNothingToReplay() throws Exception {
        Tape tape = new Tape(directory, Story.RULES);
        tape.begin(1, Tape.parse(Story.RULES).source());
        Story.pass(tape, 2);
        tape.close();
        assertThatThrownBy(() -> replay(tape.files))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("nothing can be replayed");
    }
}
