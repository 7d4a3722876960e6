package dev.linnix.cli.replay;

import dev.linnix.cli.Json;
import dev.linnix.recording.Block;
import dev.linnix.recording.BlockType;
import dev.linnix.recording.RecordingReader;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an agent said while it was recorded. */
final class RecordedLines {
    private static final Json<Change> CHANGE = Json.of(Change.class);

    /**
     * When something was said.
     *
     * @param changedNs CLOCK_BOOTTIME, ns
     */
    @io.avaje.jsonb.Json(naming = io.avaje.jsonb.Json.Naming.LowerUnderscore)
    record Change(long changedNs) {}

    private RecordedLines() {}

    /**
     * Reads a recording through.
     *
     * @param from nothing earlier; null for all
     * @param to nothing later; null for all
     * @param sink told of each transition, one line of JSON
     * @return how many it was told of
     */
    static long read(RecordingReader reader, @Nullable Instant from, @Nullable Instant to, Consumer<String> sink)
            throws IOException {
        long count = 0;
        for (Block block = reader.next(); block != null; block = reader.next()) {
            if (block.type() != BlockType.TRANSITIONS) continue;
            String lines = new String(block.payload().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
            for (String line : lines.lines().toList()) {
                if (!isWanted(line, block.header().wallOffsetNs(), from, to)) continue;
                sink.accept(line);
                count++;
            }
        }
        return count;
    }

    private static boolean isWanted(String line, long wallOffsetNs, @Nullable Instant from, @Nullable Instant to) {
        if (from == null && to == null) return true;
        Instant changed = Instant.EPOCH.plusNanos(CHANGE.read(line).changedNs() + wallOffsetNs);
        return (from == null || !changed.isBefore(from)) && (to == null || !changed.isAfter(to));
    }
}
