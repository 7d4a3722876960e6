package dev.linnix.cli.export;

import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.Block;
import dev.linnix.recording.RecordingReader;
import dev.linnix.recording.SegmentHeader;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Writes recordings in another format, block by block: the memory it takes does not grow with what it reads. Not thread-safe. */
public final class RecordingExport implements Closeable {
    private static final int BUFFER = 1 << 16;

    /** What a recording can be written as. */
    public enum Format {
        /** One JSON object a line. */
        JSON,
        /** A trace for Perfetto. */
        PERFETTO
    }

    private final RecordingReader reader;

    private RecordingExport(RecordingReader reader) {
        this.reader = reader;
    }

    /**
     * {@return an export of recordings as one}
     *
     * @param files recordings, or directories of segments
     * @throws IOException when there is no such file, or it cannot be read; one sentence
     */
    public static RecordingExport open(List<Path> files) throws IOException {
        return new RecordingExport(RecordingReader.open(files));
    }

    /**
     * Writes everything; to be called once.
     *
     * @param out stays open
     * @param unread asked now and then whether nobody reads any more what is written; then it is over
     * @param said takes a sentence about what of the recordings was not read
     * @return whether everything was
     * @throws IOException when a file is no recording, or writing fails; one sentence
     */
    public boolean write(Format format, OutputStream out, BooleanSupplier unread, Consumer<String> said)
            throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, BUFFER);
        Exporter exporter = format == Format.JSON ? new JsonLines(buffered) : new PerfettoTrace(buffered);
        SegmentHeader segment = null;
        for (Block block = reader.next(); block != null; block = reader.next()) {
            if (block.afterLoss()) exporter.damage(block.firstNs());
            if (!block.header().equals(segment)) {
                segment = block.header();
                exporter.segment(segment);
            }
            write(block, exporter);
            if (unread.getAsBoolean()) return true;
        }
        exporter.end();
        buffered.flush();
        reader.newer().ifPresent(said);
        reader.skipped().ifPresent(said);
        return reader.skipped().isEmpty();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static void write(Block block, Exporter exporter) throws IOException {
        switch (block.type()) {
            case RULES -> {
                RuleSet.Source rules = block.rules();
                exporter.rules(rules.name(), rules.text(), block.firstNs());
            }
            case STATE -> exporter.keyframe(block.keyframe(), block.firstNs());
            case RECORDS -> records(block.payload(), exporter);
            case TRANSITIONS -> {
                String lines = text(block.payload());
                for (String line : lines.lines().toList()) exporter.transition(line, block.firstNs());
            }
            case GAP -> exporter.gap(block.gap());
            default -> {}
        }
    }

    /** The reader hands out records that frame themselves. */
    private static void records(MemorySegment records, Exporter exporter) throws IOException {
        long offset = 0;
        while (offset < records.byteSize()) {
            exporter.record(records, offset);
            offset += Flyweight.length(records, offset);
        }
    }

    private static String text(MemorySegment payload) {
        return new String(payload.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
