package dev.linnix.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.TickRecord;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Small recordings for tests, made by the real writer or, where they must be wrong, block by block. */
public final class TestRecording {
    public static final long SECOND = 1_000_000_000L;
    public static final RuleSet.Source RULES = new RuleSet.Source("rules.yaml", "- name: forks\n");
    public static final Keyframe KEYFRAME = Keyframe.of(new byte[] {1, 2, 3}, new byte[] {4, 5});

    /** Writes to a segment. */
    @FunctionalInterface
    public interface Writing {
        void to(SegmentWriter writer) throws IOException;
    }

    private TestRecording() {}

    /** {@return a header of format 1.0 for a segment that begins at its number times 30 s} */
    public static SegmentHeader header(long segment) {
        return header(SegmentHeader.FORMAT, segment);
    }

    public static SegmentHeader header(String format, long segment) {
        return new SegmentHeader(
                format,
                "linnix 0.1.0",
                segment,
                7,
                "6f1c7a52-8f0e-4a3e-9a55-0d3c6ec2a111",
                "testhost",
                "6.18.0",
                2,
                8L << 30,
                4096,
                4_194_304,
                90,
                262_144,
                1_700_000_000 * SECOND,
                segment * 30 * SECOND);
    }

    /** {@return ticks at these times, as one chunk of records} */
    public static MemorySegment ticks(long... times) {
        int length = TickRecord.LAYOUT.size();
        MemorySegment chunk = Arena.ofAuto().allocate((long) length * times.length, 8);
        TickRecord tick = new TickRecord();
        for (int i = 0; i < times.length; i++) tick.begin(chunk, (long) i * length, times[i]);
        return chunk;
    }

    /** {@return a whole segment: opening, each chunk of records as a block, end} */
    public static byte[] segment(
            SegmentHeader header, RuleSet.Source rules, Keyframe keyframe, List<MemorySegment> chunks) {
        return written(header, writer -> {
            writer.rules(rules);
            writer.keyframe(keyframe);
            for (MemorySegment chunk : chunks) writer.records(chunk, firstNs(chunk), lastNs(chunk));
            writer.end();
        });
    }

    /** {@return a small segment with a block of each type} */
    public static byte[] segment(long number) {
        return written(header(number), writer -> everything(writer, number * 30 * SECOND));
    }

    static void everything(SegmentWriter writer, long startNs) throws IOException {
        writer.rules(RULES);
        writer.keyframe(KEYFRAME);
        writer.records(ticks(startNs + 1, startNs + 2, startNs + 3), startNs + 1, startNs + 3);
        writer.transitions("{\"id\":1}\n".getBytes(UTF_8), startNs + 3);
        writer.gap(new Gap(startNs + 4, startNs + 5, 17, 408, "queue full"));
        writer.rules(new RuleSet.Source("other.yaml", "- name: other\n"));
        writer.records(ticks(startNs + 6), startNs + 6, startNs + 6);
        writer.end();
    }

    /** {@return what is written after the header} */
    public static byte[] written(SegmentHeader header, Writing writing) {
        return written(header, SegmentWriter.PART, writing);
    }

    static byte[] written(SegmentHeader header, int part, Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Zstd zstd = Zstd.open()) {
            writing.to(new SegmentWriter(Channels.newChannel(bytes), zstd, header, part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** {@return a block as it lies in the file, right in its checksums and otherwise as told} */
    static byte[] block(int type, int flags, int rawLength, byte[] stored, long number) {
        MemorySegment block = MemorySegment.ofArray(new byte[BlockHeader.SIZE + stored.length]);
        MemorySegment.copy(stored, 0, block, ValueLayout.JAVA_BYTE, BlockHeader.SIZE, stored.length);
        int crc = BlockHeader.crc(block, BlockHeader.SIZE, stored.length);
        new BlockHeader(type, flags, stored.length, rawLength, crc, 7, 8, number).write(block, 0);
        return block.toArray(ValueLayout.JAVA_BYTE);
    }

    static byte[] compressed(byte[] raw) {
        try (Zstd zstd = Zstd.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(zstd.bound(raw.length));
            long length = zstd.compress(
                    arena.allocate(Math.max(1, raw.length))
                            .asSlice(0, raw.length)
                            .copyFrom(MemorySegment.ofArray(raw)),
                    into);
            return into.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] piece : pieces) bytes.writeBytes(piece);
        return bytes.toByteArray();
    }

    /** {@return where each block begins, and at last where the file ends, taken from the lengths alone} */
    static List<Integer> offsets(byte[] recording) {
        List<Integer> offsets = new ArrayList<>();
        MemorySegment bytes = MemorySegment.ofArray(recording);
        int at = 0;
        while (at < recording.length) {
            offsets.add(at);
            at += BlockHeader.SIZE + bytes.get(ValueLayout.JAVA_INT_UNALIGNED, at + 12L);
        }
        offsets.add(at);
        return offsets;
    }

    static long firstNs(MemorySegment chunk) {
        return chunk.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    }

    private static long lastNs(MemorySegment chunk) {
        long at = 0;
        while (at + Flyweight.length(chunk, at) < chunk.byteSize()) at += Flyweight.length(chunk, at);
        return chunk.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }

    /** What a reader handed out of a file, in words that can be compared. */
    record Read(List<String> blocks, List<SegmentHeader> headers, List<Boolean> afterLoss, String skipped) {}

    static Read read(Path... paths) throws IOException {
        try (RecordingReader reader = RecordingReader.open(List.of(paths))) {
            return read(reader);
        }
    }

    static Read read(RecordingReader reader) throws IOException {
        List<String> blocks = new ArrayList<>();
        List<SegmentHeader> headers = new ArrayList<>();
        List<Boolean> losses = new ArrayList<>();
        for (Block block = reader.next(); block != null; block = reader.next()) {
            blocks.add(words(block));
            headers.add(block.header());
            losses.add(block.afterLoss());
        }
        return new Read(blocks, headers, losses, reader.skipped().orElse(""));
    }

    static Read read(Path file, byte[] recording) throws IOException {
        return read(Files.write(file, recording));
    }

    private static String words(Block block) {
        String content = switch (block.type()) {
            case STATE ->
                hex(block.keyframe().images()) + "/" + hex(block.keyframe().state());
            case RULES -> block.rules().toString();
            case GAP -> block.gap().toString();
            case RECORDS -> hex(block.payload().toArray(ValueLayout.JAVA_BYTE));
            default -> SegmentTracker.text(block.payload());
        };
        return block.type() + " " + block.firstNs() + "-" + block.lastNs() + " " + content;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
