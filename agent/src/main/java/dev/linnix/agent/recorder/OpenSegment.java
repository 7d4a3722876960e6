package dev.linnix.agent.recorder;

import dev.linnix.engine.ArgsRedaction;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.RecordType;
import dev.linnix.recording.Gap;
import dev.linnix.recording.SegmentHeader;
import dev.linnix.recording.SegmentWriter;
import dev.linnix.recording.TransitionJson;
import dev.linnix.recording.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A segment being written: redacts, encodes, and knows the time it reaches. Confined to the recorder's thread. */
final class OpenSegment {
    private final SegmentFile file;
    private final SegmentHeader header;
    private final SegmentWriter writer;
    private final TransitionJson json;
    private final ArgsRedaction redaction;
    private final long openingBytes;
    private long lastNs;
    private boolean saidFull;

    private OpenSegment(
            SegmentFile file, Zstd zstd, SegmentHeader header, Item.Opening opening, ArgsRedaction redaction)
            throws IOException {
        this.file = file;
        this.header = header;
        this.redaction = redaction;
        this.json = new TransitionJson(header.host(), header.wallOffsetNs());
        this.lastNs = header.startNs();
        writer = new SegmentWriter(file, zstd, header);
        writer.rules(opening.rules());
        writer.keyframe(opening.keyframe());
        openingBytes = writer.bytes();
    }

    /**
     * Begins a segment: writes host, rules and state.
     *
     * @param file closed when that fails
     */
    static OpenSegment begin(
            SegmentFile file, Zstd zstd, SegmentHeader header, Item.Opening opening, ArgsRedaction redaction)
            throws IOException {
        try {
            return new OpenSegment(file, zstd, header, opening, redaction);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Redacts the inputs of a chunk, in place.
     *
     * @throws RuntimeException when that fails: the chunk must not be written
     */
    void redact(Chunk chunk) {
        chunk.forEach((memory, offset, type) -> {
            if (type == RecordType.EXEC || type == RecordType.IMAGE) redaction.redactRecord(memory, offset);
        });
    }

    /** Writes the inputs of a redacted chunk. */
    void inputs(Chunk chunk) throws IOException {
        long first = lastNs;
        chunk.forEach(this::look);
        MemorySegment records = chunk.used();
        writer.records(records, first, lastNs);
        file.reaches(lastNs + header.wallOffsetNs());
    }

    /** Event time is that of what happened and of ticks; rows of snapshots were read at a time of their own. */
    private void look(MemorySegment memory, long offset, int type) {
        switch (type) {
            case RecordType.FORK, RecordType.EXEC, RecordType.EXIT, RecordType.TICK ->
                lastNs = Math.max(lastNs, Flyweight.timeNs(memory, offset));
            default -> {}
        }
    }

    /** Writes what the engine said about the inputs before. */
    void said(List<Record> said, long nowNs) throws IOException {
        if (said.isEmpty()) return;
        ByteArrayOutputStream lines = new ByteArrayOutputStream(said.size() << 10);
        for (Record each : said) {
            switch (each) {
                case Alert alert -> lines.writeBytes(json.line(alert));
                case Incident incident -> lines.writeBytes(json.line(incident));
                default -> throw new IllegalArgumentException(each.toString());
            }
        }
        writer.transitions(lines.toByteArray(), nowNs);
    }

    /** Writes that other rules are in force from here on. */
    void reload(Item.Reload reload) throws IOException {
        writer.rules(reload.rules());
        said(reload.said(), reload.nowNs());
    }

    /** Writes that something is missing here. */
    void gap(Gap gap) throws IOException {
        writer.gap(gap);
    }

    /** Closes it in good order. */
    void end() throws IOException {
        try {
            writer.end();
        } finally {
            file.close();
        }
    }

    /** Gives it up as it is. */
    void abandon() throws IOException {
        file.close();
    }

    /** {@return whether it has come to hold that much time, or so many bytes of inputs; said once} */
    boolean isFull(long ns, long bytes) {
        boolean full = lastNs - header.startNs() >= ns || writer.bytes() - openingBytes >= bytes;
        boolean first = full && !saidFull;
        saidFull |= full;
        return first;
    }
}
