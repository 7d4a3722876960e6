package dev.linnix.cli.replay;

import dev.linnix.engine.HostFacts;
import dev.linnix.engine.World;
import dev.linnix.engine.World.Proc;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.Gap;
import dev.linnix.recording.SegmentHeader;
import dev.linnix.recording.SegmentWriter;
import dev.linnix.recording.TransitionJson;
import dev.linnix.recording.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A recording of a host on which a process forks too much, in two segments; and what the agent said then. */
final class TestRecording {
    /** 2026-01-31T08:00:00Z is 1000 s after boot. */
    static final long WALL_OFFSET_NS = (1_769_846_400L - 1000) * 1_000_000_000L;

    static final String RULES = """
            - name: storm
              detector: fork_burst
              threshold: 20
              window_seconds: 5
              scope: subtree
              severity: high
              cooldown: 15
            - name: leak
              detector: subtree_rss_mb
              threshold: 1000
              duration: 2
              severity: high
            """;

    private static final HostFacts FACTS = new HostFacts(2, 8L << 30, 4096, World.AGENT, 0);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> said = new ArrayList<>();
    private final World world = new World(FACTS);
    private final TransitionJson json = new TransitionJson("box", WALL_OFFSET_NS);
    private final RuleSet rules =
            new RuleParser(DetectorTypes.load()).parse("rules.yaml", RULES).rules();
    private final UnaryOperator<String> told;
    private final @Nullable Gap gap;
    private SegmentWriter writer;
    private int count;

    private TestRecording(UnaryOperator<String> told, @Nullable Gap gap) {
        this.told = told;
        this.gap = gap;
    }

    /** {@return the recording} */
    static TestRecording make() throws IOException {
        return new TestRecording(line -> line, null).record();
    }

    /** {@return one in which the agent said something that the engine does not say} */
    static TestRecording lying() throws IOException {
        return new TestRecording(TestRecording::lie, null).record();
    }

    /** {@return the same, with a gap before} */
    static TestRecording lyingAfter(Gap gap) throws IOException {
        return new TestRecording(TestRecording::lie, gap).record();
    }

    /** {@return one whose lines are nested so deep that no agent says them} */
    static TestRecording deep() throws IOException {
        String nested = "[".repeat(100_000) + "]".repeat(100_000);
        return new TestRecording(line -> "{\"x\":" + nested + "," + line.substring(1), null).record();
    }

    private TestRecording record() throws IOException {
        world.engine.reload(rules);
        world.tape = new ArrayList<>();
        try (Zstd zstd = Zstd.open()) {
            begin(zstd, 1);
            Proc shell = world.spawn(world.init, "/bin/sh", "sh", "-c", "work");
            Proc app = world.spawn(shell, "/opt/app", "app");
            pass(2);
            for (int i = 0; i < 30; i++) {
                Proc child = world.spawn(app, "/bin/true", "true");
                world.pass(30);
                world.exit(child);
            }
            pass(1);
            if (gap != null) writer.gap(gap);
            writer.end();
            begin(zstd, 2);
            pass(15);
            writer.end();
        }
        return this;
    }

    private void begin(Zstd zstd, long number) throws IOException {
        SegmentHeader header = new SegmentHeader(
                SegmentHeader.FORMAT,
                "linnix test",
                number,
                1,
                "boot",
                "box",
                "6.18",
                FACTS.cpus(),
                FACTS.memoryBytes(),
                FACTS.pageSize(),
                1 << 15,
                FACTS.agentPid(),
                FACTS.memoryErrorBytes(),
                WALL_OFFSET_NS,
                world.now);
        writer = new SegmentWriter(Channels.newChannel(bytes), zstd, header);
        writer.rules(rules.source());
        writer.keyframe(world.engine.save());
    }

    private void pass(int seconds) throws IOException {
        for (int i = 0; i < seconds; i++) {
            world.pass(1000);
            flush();
        }
    }

    private void flush() throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        world.tape.forEach(records::writeBytes);
        world.tape.clear();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(records.size(), 8);
            MemorySegment.copy(records.toByteArray(), 0, segment, ValueLayout.JAVA_BYTE, 0, records.size());
            writer.records(segment, world.now, world.now);
        }
        for (; count < world.alerts.size(); count++) {
            say(json.line(world.alerts.get(count)));
            say(json.line(world.incidents.get(count)));
        }
    }

    private void say(byte[] line) throws IOException {
        String text = told.apply(new String(line, StandardCharsets.UTF_8));
        said.add(text);
        writer.transitions(text.getBytes(StandardCharsets.UTF_8), world.now);
    }

    private static String lie(String line) {
        return line.replace("\"state\":\"resolved\"", "\"state\":\"withdrawn\"");
    }

    /** {@return what is in its file} */
    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** {@return what the agent said, each with its line feed} */
    List<String> said() {
        return List.copyOf(said);
    }
}
