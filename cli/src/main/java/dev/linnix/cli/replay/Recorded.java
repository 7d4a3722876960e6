package dev.linnix.cli.replay;

import dev.linnix.cli.Amounts;
import dev.linnix.cli.Json;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.recording.Block;
import dev.linnix.recording.BlockType;
import dev.linnix.recording.RecordingReader;
import dev.linnix.recording.SegmentInfo;
import io.avaje.jsonb.Json.Naming;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new recording holds.
 *
 * @param file it is in
 * @param bytes its size
 * @param segments how many
 * @param seconds of event time that they cover
 * @param inputs of the engine in it
 * @param skipped what of it cannot be read, in one line; null when all can
 */
@io.avaje.jsonb.Json(naming = Naming.LowerUnderscore)
public record Recorded(
        String file,
        long bytes,
        int segments,
        double seconds,
        long inputs,
        @Nullable String skipped) {
    private static final Json<Recorded> JSON = Json.of(Recorded.class);

    /** Reads a recording through. */
    public static Recorded read(Path file) throws IOException {
        try (RecordingReader reader = RecordingReader.open(List.of(file))) {
            List<SegmentInfo> segments = reader.segments();
            long inputs = 0;
            for (Block block = reader.next(); block != null; block = reader.next()) {
                if (block.type() == BlockType.RECORDS) inputs += count(block.payload());
            }
            return new Recorded(
                    file.toString(),
                    Files.size(file),
                    segments.size(),
                    Math.round(seconds(segments) * 1000) / 1000.0,
                    inputs,
                    reader.skipped().orElse(null));
        }
    }

    private static long count(MemorySegment records) {
        long count = 0;
        for (long at = 0; at < records.byteSize(); at += Flyweight.length(records, at)) count++;
        return count;
    }

    private static double seconds(List<SegmentInfo> segments) {
        if (segments.isEmpty()) return 0;
        long first = segments.stream().mapToLong(SegmentInfo::firstNs).min().orElse(0);
        long last = segments.stream().mapToLong(SegmentInfo::lastNs).max().orElse(0);
        return (last - first) / 1e9;
    }

    /** {@return it in one sentence} */
    public String sentence() {
        return file + ": " + Amounts.decimal(seconds) + " s, " + Amounts.bytes(bytes) + ", "
                + Amounts.count(segments, "segment") + ", " + Amounts.count(inputs, "input")
                + (skipped == null ? "" : "; " + skipped);
    }

    /** {@return it as JSON} */
    String json() {
        return JSON.write(this);
    }
}
