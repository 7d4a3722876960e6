package dev.linnix.bench;

import dev.linnix.engine.Engine;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.SegmentHeader;
import dev.linnix.recording.SegmentWriter;
import dev.linnix.recording.Zstd;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a recording of {@link Lives}. */
final class LivesRecording {
    /** About a quarter of a megabyte, as the recorder hands it over. */
    private static final int STEPS = 256;

    private LivesRecording() {}

    /** Writes at least so many events into one segment. */
    static void write(Path file, int events) throws IOException {
        Lives lives = new Lives(true);
        Engine empty = Engines.withDefaultRules();
        Path rules = Jvm.home().resolve("rules").resolve("default.yaml");
        String text = Files.readString(rules, StandardCharsets.UTF_8);
        SegmentHeader header = new SegmentHeader(
                SegmentHeader.FORMAT,
                "linnix bench",
                1,
                1,
                "bench",
                "bench",
                "bench",
                2,
                8L << 30,
                4096,
                1 << 22,
                0,
                0,
                0,
                0);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined();
                Zstd zstd = Zstd.open()) {
            SegmentWriter writer = new SegmentWriter(channel, zstd, header);
            writer.rules(new RuleSet.Source("default.yaml", text));
            writer.keyframe(empty.save());
            MemorySegment memory = arena.allocate((long) STEPS * Lives.STEP_BYTES, 8);
            int written = 0;
            while (written < events) {
                lives.write(memory, STEPS);
                long end = 0;
                long last = 0;
                for (int i = 0; i < lives.records(); i++) {
                    last = Flyweight.timeNs(memory, end);
                    end += lives.length(i);
                }
                writer.records(memory.asSlice(0, end), Flyweight.timeNs(memory, 0), last);
                written += lives.records();
            }
            writer.end();
        }
    }
}
