package dev.linnix.recording;

import dev.linnix.engine.HostFacts;
import dev.linnix.engine.World;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records what a world tells its engine and what the engine says, as an agent does; each segment in a file of its own. */
final class Tape implements AutoCloseable {
    static final HostFacts FACTS = new HostFacts(2, 8L << 30, 4096, World.AGENT, 0);
    static final long WALL_OFFSET_NS = 1_700_000_000_000_000_789L;

    final World world = new World(FACTS);
    final List<Path> files = new ArrayList<>();
    final List<SegmentHeader> segments = new ArrayList<>();
    /** How many lines had been said when each segment began. */
    final List<Integer> saidBefore = new ArrayList<>();
    /** What the live engine said, one line of JSON for each transition. */
    final List<String> said = new ArrayList<>();

    private final Zstd zstd = Zstd.open();
    private final TransitionJson json = new TransitionJson("host", WALL_OFFSET_NS);
    private final Path directory;
    private final String boot;
    private RuleSet rules;
    private @Nullable FileChannel channel;
    private @Nullable SegmentWriter writer;
    private int told;

    Tape(Path directory, String rules) throws IOException {
        this(directory, "boot-1", rules);
    }

    Tape(Path directory, String boot, String rules) throws IOException {
        this.directory = directory;
        this.boot = boot;
        this.rules = parse(rules);
        world.engine.reload(this.rules);
        world.tape = new ArrayList<>();
    }

    static RuleSet parse(String text) {
        ParsedRules parsed = new RuleParser(DetectorTypes.load()).parse("rules.yaml", text);
        if (parsed.hasErrors()) throw new AssertionError(parsed.problems());
        return parsed.rules();
    }

    /** Closes the segment and begins the next one with the state as it is. */
    void cut() throws IOException {
        begin(1, rules.source());
        keyframe();
    }

    /** Begins a segment whose number is so much higher, and whose rules have this text. */
    void begin(int step, RuleSet.Source source) throws IOException {
        long number = segments.isEmpty() ? 7 : segments.getLast().segment() + step;
        endSegment();
        SegmentHeader header = new SegmentHeader(
                SegmentHeader.FORMAT,
                "linnix test",
                number,
                1,
                boot,
                "host",
                "6.1",
                FACTS.cpus(),
                FACTS.memoryBytes(),
                FACTS.pageSize(),
                1 << 15,
                FACTS.agentPid(),
                FACTS.memoryErrorBytes(),
                WALL_OFFSET_NS,
                world.now);
        segments.add(header);
        saidBefore.add(said.size());
        Path file = directory.resolve(boot + "-" + number + ".linnix");
        files.add(file);
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        writer = new SegmentWriter(channel, zstd, header);
        writer.rules(source);
    }

    void keyframe() throws IOException {
        writer.keyframe(world.engine.save());
    }

    /** Writes what has happened since the last call. */
    void flush() throws IOException {
        byte[] records = take();
        if (records.length > 0) {
            MemorySegment segment = Arena.ofAuto().allocate(records.length, 8);
            MemorySegment.copy(records, 0, segment, ValueLayout.JAVA_BYTE, 0, records.length);
            writer.records(segment, world.now, world.now);
        }
        String lines = String.join("", told());
        if (!lines.isEmpty()) writer.transitions(lines.getBytes(StandardCharsets.UTF_8), world.now);
    }

    private byte[] take() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        world.tape.forEach(bytes::writeBytes);
        world.tape.clear();
        return bytes.toByteArray();
    }

    /** Each alert that is told is followed by its incident. */
    private List<String> told() {
        List<String> lines = new ArrayList<>();
        for (; told < world.alerts.size(); told++) {
            lines.add(text(json.line(world.alerts.get(told))));
            lines.add(text(json.line(world.incidents.get(told))));
        }
        said.addAll(lines);
        return lines;
    }

    static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }

    /** Loses what has happened since the last call. */
    void lose(String reason) throws IOException {
        int bytes = take().length;
        told();
        writer.gap(new Gap(world.now - Rule.SECOND, world.now, 42, bytes, reason));
    }

    void reload(String text) throws IOException {
        flush();
        rules = parse(text);
        world.engine.reload(rules);
        writer.rules(rules.source());
        flush();
    }

    private void endSegment() throws IOException {
        if (channel == null) {
            // What came before the recording is in its keyframe.
            take();
            return;
        }
        flush();
        writer.end();
        channel.close();
    }

    @Override
    public void close() throws IOException {
        endSegment();
        zstd.close();
    }
}
