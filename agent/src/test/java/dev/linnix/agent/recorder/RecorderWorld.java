package dev.linnix.agent.recorder;

import dev.linnix.agent.TestRecords;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.WallClock;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.HostFacts;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.TickRecord;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.Block;
import dev.linnix.recording.BlockType;
import dev.linnix.recording.Gap;
import dev.linnix.recording.RecordingReader;
import dev.linnix.recording.SegmentHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A recorder without threads: a test gives the engine its inputs, and says when the recorder has its turn. */
@NullMarked
final class RecorderWorld implements AutoCloseable {
    static final long SECOND = 1_000_000_000L;
    static final long WALL = 1_800_000_000L * SECOND;

    static final String RULE = """
            - name: forks
              detector: fork_burst
              threshold: 2
              window_seconds: 5
              scope: host
              severity: medium
            """;

    final AtomicLong nowNs = new AtomicLong(100 * SECOND);
    final Handoff handoff = new Handoff();
    final Drops drops = new Drops();
    final Recording recording;
    final RecordedEngine engine;
    final Path dir;
    final WallClock clock = new WallClock(nowNs::get, () -> nowNs.get() + WALL);
    private final TickRecord tick = new TickRecord();
    private final MemorySegment tickBytes = MemorySegment.ofArray(new long[2]);
    private final @Nullable StateDir state;
    private final Random random = new Random(1);

    /** One block as a reader sees it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Seen(
            BlockType type,
            SegmentHeader header,
            byte[] payload,
            @Nullable Gap gap) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    RecorderWorld(Path temp) throws IOException {
        this(temp, 64 << 20, 5 * 60 * SECOND);
    }

    RecorderWorld(Path temp, long mostBytes, long mostNs) throws IOException {
        this(temp, StateDir.open(temp), mostBytes, mostNs);
    }

    private RecorderWorld(Path temp, StateDir state, long mostBytes, long mostNs) {
        this(temp, state, mostBytes, () -> Segments.open(state.below("recorder"), mostBytes, mostNs));
    }

    RecorderWorld(Path temp, @Nullable StateDir state, long mostBytes, Recording.Opener opener) {
        this.state = state;
        dir = temp.resolve("recorder");
        HostFacts facts = new HostFacts(2, 1L << 32, 4096, 0, 0);
        Host host = new Host("testhost", "6.18", "boot-1", 4_194_304, true, facts);
        recording = new Recording(handoff, drops, opener, mostBytes, host, "linnix test", clock);
        RuleSet rules = rules(RULE);
        Said said = new Said(AlertListener.NONE);
        engine = new RecordedEngine(new Engine(facts, rules, said), said, rules.source(), handoff, drops);
        // Rules wait for the first snapshot.
        MemorySegment snapshot = TestRecords.emptySnapshot();
        int begin = Flyweight.length(snapshot, 0);
        accept(snapshot.asSlice(0, begin));
        accept(snapshot.asSlice(begin));
    }

    static RuleSet rules(String text) {
        return new RuleParser(DetectorTypes.load()).parse("rules.yaml", text).rules();
    }

    void accept(MemorySegment record) {
        engine.accept(record, 0, (int) record.byteSize());
    }

    /** Has a process born. */
    MemorySegment fork(int pid) {
        MemorySegment record = TestRecords.fork(nowNs.incrementAndGet(), pid);
        accept(record);
        return record;
    }

    /** Gives the engine a kilobyte that it only counts, and that cannot be compressed. */
    void noise() {
        long[] words = random.longs(128).toArray();
        words[0] = nowNs.get();
        words[1] = 1024L << 32 | 99;
        accept(MemorySegment.ofArray(words));
    }

    /** Lets time pass, and tells the engine. */
    void tick(long ns) {
        tick.begin(tickBytes, 0, nowNs.addAndGet(ns));
        accept(tickBytes);
    }

    /** Lets the recorder's thread do all there is. */
    void pump() {
        try {
            recording.prepare();
            for (Item item = handoff.poll(0); item != null; item = handoff.poll(0)) recording.handle(item);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Begins to record. */
    void begin() {
        pump();
        tick(SECOND / 4);
        pump();
    }

    /** Lets so many seconds pass, four ticks in each. */
    void pass(int seconds) {
        for (int i = 0; i < 4 * seconds; i++) {
            tick(SECOND / 4);
            pump();
        }
    }

    long dropped(DropReason reason) {
        return drops.list().get(reason.ordinal()).records();
    }

    /** {@return all that can be read now} */
    List<Seen> read() throws IOException {
        return read(List.of(dir));
    }

    static List<Seen> read(List<Path> paths) throws IOException {
        List<Seen> seen = new ArrayList<>();
        try (RecordingReader reader = RecordingReader.open(paths)) {
            for (Block block = reader.next(); block != null; block = reader.next()) {
                boolean state = block.type() == BlockType.STATE;
                byte[] payload = state ? new byte[0] : block.payload().toArray(ValueLayout.JAVA_BYTE);
                seen.add(new Seen(
                        block.type(), block.header(), payload, block.type() == BlockType.GAP ? block.gap() : null));
            }
        }
        return seen;
    }

    static List<BlockType> types(List<Seen> blocks) {
        return blocks.stream().map(Seen::type).toList();
    }

    /** {@return all inputs in these blocks} */
    static byte[] inputs(List<Seen> blocks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        blocks.stream().filter(b -> b.type() == BlockType.RECORDS).forEach(b -> all.writeBytes(b.payload()));
        return all.toByteArray();
    }

    /** Ends in good order. */
    void stop() {
        engine.stopped();
        pump();
        recording.finish();
    }

    @Override
    public void close() throws IOException {
        if (state != null) state.close();
    }
}
