package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.engine.World.Proc;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.detect.Readings;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import dev.linnix.engine.state.StateException;
import dev.linnix.engine.state.StateWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Does an engine that takes up another one's state say, from then on, exactly what that one says? */
class KeyframeTest {
    private static final HostFacts FACTS = new HostFacts(2, 8L << 30, 4096, World.AGENT, 0);

    /** Every detector, so low that each fires again and again. */
    private static final List<Rule> RULES = rules("""
            - {name: forks_per_sec, detector: forks_per_sec, severity: high, cooldown: 20, threshold: 3, duration: 1.0, scope: 'host'}
            - {name: tree storm, detector: forks_per_sec, severity: high, cooldown: 20, threshold: 3, duration: 1.0, scope: 'subtree'}
            - {name: fork_burst, detector: fork_burst, severity: high, cooldown: 20, threshold: 6, window_seconds: 5.0, scope: 'subtree'}
            - {name: runaway_tree, detector: runaway_tree, severity: high, cooldown: 20, threshold: 8, window_seconds: 10.0, cpu_pct: 30.0}
            - {name: short_job_flood, detector: short_job_flood, severity: high, cooldown: 20, threshold: 4, window_seconds: 10.0, max_exec_duration_ms: 900}
            - {name: exec_rate, detector: exec_rate, severity: high, cooldown: 20, regex: 'x[12]', rate_per_min: 5, median_lifetime: 2}
            - {name: subtree_cpu_pct, detector: subtree_cpu_pct, severity: high, cooldown: 20, threshold: 40.0, duration: 2.0}
            - {name: subtree_rss_mb, detector: subtree_rss_mb, severity: high, cooldown: 20, threshold: 40.0, duration: 2.0, growing: true}
            - {name: memory_growth, detector: memory_growth, severity: high, cooldown: 20, threshold: 12.0, window_seconds: 5.0, duration: 2.0}
            - {name: fd_exhaustion, detector: fd_exhaustion, severity: high, cooldown: 20, threshold_pct: 60.0, exhaustion_seconds: 20.0, duration: 2.0}
            - {name: zombie_count, detector: zombie_count, severity: high, cooldown: 20, threshold: 2, duration: 1.0}
            - {name: system_psi_cpu, detector: system_psi_cpu, severity: high, cooldown: 20, threshold_pct: 20.0, duration: 4.0}
            - {name: system_psi_memory, detector: system_psi_memory, severity: high, cooldown: 20, threshold_pct: 10.0, duration: 4.0}
            - {name: system_psi_io, detector: system_psi_io, severity: high, cooldown: 20, threshold_pct: 10.0, duration: 4.0}
            """);

    private static List<Rule> rules(String text) {
        ParsedRules parsed = new RuleParser(DetectorTypes.load()).parse("test.yaml", text);
        assertThat(parsed.problems()).isEmpty();
        return parsed.rules().rules();
    }

    /** What an engine said, in order. */
    private static final class Said implements AlertListener {
        final List<Object> all = new ArrayList<>();

        @Override
        public void onAlert(Alert alert) {
            all.add(alert);
        }

        @Override
        public void onIncident(Incident incident) {
            all.add(incident);
        }
    }

    private record Cut(int at, int said, Keyframe keyframe) {}

    @Property(tries = 15, seed = "7")
    void whatFollowsAnyKeyframeIsTheSame(@ForAll long seed) throws StateException {
        List<byte[]> tape = story(new Random(seed), 250);
        Random random = new Random(seed);
        Said live = new Said();
        Engine engine = new Engine(FACTS, new RuleSet(RULES), live);
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < tape.size(); i++) {
            if (engine.atRest() && random.nextInt(tape.size() / 8) == 0) {
                cuts.add(new Cut(i, live.all.size(), engine.save()));
            }
            accept(engine, tape.get(i));
        }
        for (Cut cut : cuts) {
            Said again = new Said();
            Engine restored = Engine.restore(FACTS, new RuleSet(RULES), overBytes(cut.keyframe()), again);
            assertSame(restored.save(), overBytes(cut.keyframe()), again);
            for (byte[] record : tape.subList(cut.at(), tape.size())) accept(restored, record);
            assertThat(again.all).isEqualTo(live.all.subList(cut.said(), live.all.size()));
            assertSame(restored.save(), engine.save(), again);
            assertThat(restored.view().processes(true)).isEqualTo(engine.view().processes(true));
        }
    }

    /** Both are taken up anew, so that images that only differed in what was redacted are one in both. */
    private static void assertSame(Keyframe one, Keyframe other, AlertListener listener) throws StateException {
        Keyframe first =
                Engine.restore(FACTS, new RuleSet(RULES), one, listener).save();
        Keyframe second =
                Engine.restore(FACTS, new RuleSet(RULES), other, listener).save();
        assertThat(first.images()).isEqualTo(second.images());
        assertThat(first.state()).isEqualTo(second.state());
    }

    private static Keyframe overBytes(Keyframe keyframe) {
        return Keyframe.of(keyframe.images(), keyframe.state());
    }

    @Test
    void theStoryLetsEveryRuleFire() {
        Said said = new Said();
        for (long seed = 0; seed < 20; seed++) {
            Engine engine = new Engine(FACTS, new RuleSet(RULES), said);
            for (byte[] record : story(new Random(seed), 250)) accept(engine, record);
        }
        assertThat(said.all)
                .filteredOn(Alert.class::isInstance)
                .extracting(alert -> ((Alert) alert).rule())
                .contains(RULES.stream().map(Rule::name).toArray(String[]::new));
    }

    @Test
    void otherRulesBeginAnewWithWhatIsKnownOfTheHost() throws StateException {
        World world = new World(World.rule("fork_burst", "threshold", 5L, "window_seconds", 20.0, "scope", "host"));
        Proc shell = world.spawn(world.init, "/bin/sh", "sh", "-c", "x");
        for (int i = 0; i < 10; i++) world.fork(shell);
        world.pass(500);
        assertThat(world.fired()).hasSize(1);

        Said said = new Said();
        Rule other = World.rule("fork_burst", "threshold", 8L, "window_seconds", 20.0, "scope", "host");
        Engine engine = Engine.adopt(FACTS, new RuleSet(List.of(other)), overBytes(world.engine.save()), said);
        assertThat(engine.view().alerts(10)).isEmpty();
        world.tape = new ArrayList<>();
        world.fork(shell);
        world.pass(300);
        for (byte[] record : world.tape) accept(engine, record);
        assertThat(said.all).filteredOn(Alert.class::isInstance).hasSize(1);
    }

    @Test
    void credentialsAreNotWrittenDown() throws StateException {
        World world = new World();
        world.spawn(world.init, "/usr/bin/tool", "tool", "--password", "hunter2", "token=abcdef0123456789");
        Keyframe keyframe = world.engine.save();
        assertThat(new String(keyframe.images(), StandardCharsets.ISO_8859_1))
                .contains("--password")
                .doesNotContain("hunter2", "abcdef");
        Engine engine = Engine.restore(FACTS, RuleSet.EMPTY, overBytes(keyframe), new Said());
        assertThat(engine.view().processes(true)).isEqualTo(world.engine.view().processes(true));
    }

    /** On a large host all in one are more than an agent has memory for. */
    @Test
    void programsAreWrittenInSmallPieces() throws StateException {
        World world = new World();
        for (int i = 0; i < 2000; i++) world.spawn(world.init, "/opt/tool" + i, "tool", "x".repeat(100) + i);
        Keyframe keyframe = world.engine.save();
        List<byte[]> pieces = new ArrayList<>();
        keyframe.imagePieces().forEach(pieces::add);
        assertThat(pieces).hasSizeGreaterThan(5).allMatch(piece -> piece.length < 40_000);
        Engine engine = Engine.restore(FACTS, RuleSet.EMPTY, overBytes(keyframe), new Said());
        assertThat(engine.view().processes(true)).isEqualTo(world.engine.view().processes(true));
    }

    /** Nor does what is said of them lie in one row: it is written while the engine's own memory is fullest. */
    @Test
    void whatIsSaidOfManyProcessesIsWrittenInSmallPieces() throws StateException {
        World world = new World();
        for (int i = 0; i < 3000; i++) world.spawn(world.init, "/opt/tool" + i, "tool");
        Keyframe keyframe = world.engine.save();
        assertThat(keyframe.statePieces()).hasSizeGreaterThan(2).allMatch(piece -> piece.length <= 64 << 10);
        assertThat(keyframe.state()).hasSize((int) keyframe.stateLength());
        Engine engine = Engine.restore(FACTS, RuleSet.EMPTY, overBytes(keyframe), new Said());
        assertThat(engine.save().state()).isEqualTo(keyframe.state());
    }

    @Test
    void aStateWithAnythingButARegularExpressionIsRefused() {
        World world = new World(RULES.toArray(Rule[]::new));
        Keyframe keyframe = world.engine.save();
        byte[] state = keyframe.state().clone();
        int at = new String(state, StandardCharsets.ISO_8859_1).indexOf("x[12]");
        state[at + 1] = '(';
        assertThatThrownBy(() ->
                        Engine.restore(FACTS, new RuleSet(RULES), Keyframe.of(keyframe.images(), state), new Said()))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("expected a regular expression");
    }

    @Test
    void moreAlertsThanThereCanBeAreRefused() {
        Keyframe keyframe = new World().engine.save();
        int rulesAt = rulesFrame(keyframe.state());
        StateWriter alerts = new StateWriter();
        alerts.i64(1);
        alerts.count(1 << 20, 1 << 20);
        int length = 8 << 20;
        byte[] state = Arrays.copyOf(keyframe.state(), rulesAt + Integer.BYTES + length);
        ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).putInt(rulesAt, length);
        System.arraycopy(alerts.toBytes(), 0, state, rulesAt + Integer.BYTES, alerts.length());
        assertThatThrownBy(
                        () -> Engine.restore(FACTS, RuleSet.EMPTY, Keyframe.of(keyframe.images(), state), new Said()))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("elements");
    }

    /** Three frames follow one another: of the engine, of the host and of the rules. */
    private static int rulesFrame(byte[] state) {
        int at = 0;
        for (int i = 0; i < 2; i++) {
            at += Integer.BYTES
                    + ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
        }
        return at;
    }

    @Test
    void aSnapshotUnderWayHasNoState() {
        World world = new World();
        Walk walk = world.walk();
        walk.read(1);
        walk.deliver();
        assertThat(world.engine.atRest()).isFalse();
        assertThatThrownBy(world.engine::save).isInstanceOf(IllegalStateException.class);
    }

    /** A newer version adds fields at the end of an object; an older one has fewer. */
    @Test
    void fieldsMoreOrLessAtTheEndAreNoError() throws StateException {
        World world = new World();
        world.spawn(world.init, "/bin/sh", "sh");
        Keyframe keyframe = world.engine.save();
        byte[] longer = Arrays.copyOf(keyframe.state(), keyframe.state().length + 9);
        Engine engine = Engine.restore(FACTS, RuleSet.EMPTY, Keyframe.of(keyframe.images(), longer), new Said());
        assertThat(engine.view().processes(true)).isEqualTo(world.engine.view().processes(true));
    }

    @Property(tries = 300, seed = "8")
    void bytesThatAreNoStateAreRefusedInOneSentence(@ForAll long seed) {
        Random random = new Random(seed);
        World world = new World(RULES.toArray(Rule[]::new));
        Proc shell = world.spawn(world.init, "/bin/sh", "sh");
        for (int i = 0; i < 20; i++) world.spawn(shell, "/bin/x1", "x1", "" + i);
        world.pass(1500);
        Keyframe keyframe = world.engine.save();
        byte[] images = keyframe.images();
        byte[] state = keyframe.state().clone();
        byte[] victim = random.nextInt(4) == 0 ? images : state;
        for (int i = 1 + random.nextInt(3); i > 0; i--) victim[random.nextInt(victim.length)] = (byte) random.nextInt();
        try {
            Engine engine = Engine.restore(FACTS, new RuleSet(RULES), Keyframe.of(images, state), new Said());
            // Other values in the right places are a state; whatever it is, it can be asked and written.
            engine.view().processes(true);
            engine.save();
        } catch (StateException e) {
            assertThat(e).hasMessageStartingWith("this is no state of an engine with these rules: ");
        }
    }

    private static void accept(Engine engine, byte[] record) {
        MemorySegment bytes = Arena.ofAuto().allocate(record.length, Long.BYTES);
        MemorySegment.copy(record, 0, bytes, ValueLayout.JAVA_BYTE, 0, record.length);
        engine.accept(bytes, 0, record.length);
    }

    /** A host in all kinds of trouble. */
    private static List<byte[]> story(Random random, int steps) {
        World world = new World(RULES.toArray(Rule[]::new));
        List<byte[]> tape = new ArrayList<>();
        world.tape = tape;
        world.snapshot();
        Readings readings = new Readings(world);
        Proc shell = world.spawn(world.init, "/bin/sh", "sh", "-c", "work");
        for (int i = 0; i < steps; i++) {
            List<Proc> procs = world.live.values().stream()
                    .filter(p -> p.pid >= 1000 && !p.zombie)
                    .toList();
            Proc chosen = procs.isEmpty() ? shell : procs.get(random.nextInt(procs.size()));
            if (chosen.ended) chosen = shell = world.spawn(world.init, "/bin/sh", "sh", "-c", "work");
            step(random, world, readings, chosen);
        }
        return tape;
    }

    private static void step(Random random, World world, Readings readings, Proc chosen) {
        switch (random.nextInt(14)) {
            case 0, 1 -> world.spawn(chosen, "/usr/bin/x" + random.nextInt(4), "x", "--n=" + random.nextInt(3));
            case 2 -> {
                for (int n = random.nextInt(12); n > 0; n--) world.fork(chosen);
            }
            case 3 -> world.exit(chosen);
            case 4 -> world.exitUnreaped(world.fork(chosen));
            case 5 -> world.silently(() -> world.fork(chosen));
            case 6 -> chosen.busy = random.nextInt(3) * 0.5;
            case 7 -> chosen.growth = random.nextInt(3) * 8e6;
            case 8 -> chosen.fds = 100 + random.nextInt(900);
            case 9 -> world.lost(RecordType.FORK, 1 + random.nextInt(3));
            case 10 -> world.exit(world.spawn(chosen, "/usr/bin/x1", "x1"));
            case 11 -> readings.pass(1 + random.nextInt(4), random.nextDouble(), random.nextDouble() / 3, 0.2);
            case 12 -> world.pass(random.nextInt(12) * 1000L);
            default -> world.pass(random.nextInt(1500));
        }
    }
}
