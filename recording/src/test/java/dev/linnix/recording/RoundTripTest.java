package dev.linnix.recording;

import static dev.linnix.recording.TestRecording.SECOND;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.engine.HostFacts;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import dev.linnix.recording.TestRecording.Read;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is what is written read back? */
class RoundTripTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("a.linnix");
    }

    @Test
    void eachTypeOfBlock() throws IOException {
        Files.write(file(), TestRecording.segment(3));
        try (RecordingReader reader = RecordingReader.open(List.of(file()))) {
            Block header = reader.next();
            assertThat(header.type()).isEqualTo(BlockType.HEADER);
            assertThat(header.header()).isEqualTo(TestRecording.header(3));
            assertThat(header.header().facts()).isEqualTo(new HostFacts(2, 8L << 30, 4096, 90, 262_144));
            Block rules = reader.next();
            assertThat(rules.rules()).isEqualTo(TestRecording.RULES);
            assertThatThrownBy(rules::gap).isInstanceOf(IllegalStateException.class);
            Block state = reader.next();
            assertThat(state.type()).isEqualTo(BlockType.STATE);
            assertThat(state.keyframe().images()).containsExactly(1, 2, 3);
            assertThat(state.keyframe().state()).containsExactly(4, 5);
            assertThat(state.firstNs()).isEqualTo(90 * SECOND);
            Block records = reader.next();
            assertThat(records.type()).isEqualTo(BlockType.RECORDS);
            assertThat(records.firstNs()).isEqualTo(90 * SECOND + 1);
            assertThat(records.lastNs()).isEqualTo(90 * SECOND + 3);
            assertThat(records.payload().isNative()).isTrue();
            assertThat(records.payload().address() % 8).isZero();
            assertThat(records.payload()
                            .mismatch(TestRecording.ticks(90 * SECOND + 1, 90 * SECOND + 2, 90 * SECOND + 3)))
                    .isEqualTo(-1);
            assertThat(SegmentTracker.text(reader.next().payload())).isEqualTo("{\"id\":1}\n");
            assertThat(reader.next().gap()).isEqualTo(new Gap(90 * SECOND + 4, 90 * SECOND + 5, 17, 408, "queue full"));
            Block other = reader.next();
            assertThat(other.rules()).isEqualTo(new RuleSet.Source("other.yaml", "- name: other\n"));
            assertThat(other.firstNs()).isEqualTo(90 * SECOND + 5);
            assertThat(reader.next().type()).isEqualTo(BlockType.RECORDS);
            assertThat(reader.next().type()).isEqualTo(BlockType.END);
            assertThat(reader.next()).isNull();
            assertThat(reader.skipped()).isEmpty();
            assertThat(reader.newer()).isEmpty();
        }
    }

    @Test
    void whatIsTooLargeForOneBlockIsCutAndJoined() throws IOException {
        Random random = new Random(1);
        byte[] images = new byte[600_000];
        byte[] state = new byte[3 << 20];
        random.nextBytes(images);
        random.nextBytes(state);
        RuleSet.Source rules = new RuleSet.Source("r", "# é\n".repeat(500_000));
        long[] times = new long[40_000];
        for (int i = 0; i < times.length; i++) times[i] = random.nextLong() >>> 1;
        MemorySegment ticks = TestRecording.ticks(times);
        byte[] lines = "{\"a\":1}\n".repeat(100_000).getBytes(UTF_8);
        byte[] bytes = TestRecording.written(TestRecording.header(0), writer -> {
            writer.rules(rules);
            writer.keyframe(Keyframe.of(images, state));
            writer.records(ticks, 1, 2);
            writer.transitions(lines, 2);
            writer.end();
        });
        Files.write(file(), bytes);
        try (RecordingReader reader = RecordingReader.open(List.of(file()))) {
            List<byte[]> records = new ArrayList<>();
            List<byte[]> transitions = new ArrayList<>();
            for (Block block = reader.next(); block != null; block = reader.next()) {
                byte[] payload = block.payload().toArray(ValueLayout.JAVA_BYTE);
                switch (block.type()) {
                    case RULES -> assertThat(block.rules()).isEqualTo(rules);
                    case STATE -> {
                        assertThat(block.keyframe().images()).isEqualTo(images);
                        assertThat(block.keyframe().state()).isEqualTo(state);
                    }
                    case RECORDS -> records.add(payload);
                    case TRANSITIONS -> transitions.add(payload);
                    default -> {}
                }
            }
            assertThat(reader.skipped()).isEmpty();
            assertThat(records).hasSizeGreaterThan(2);
            assertThat(TestRecording.joined(records.toArray(byte[][]::new)))
                    .isEqualTo(ticks.toArray(ValueLayout.JAVA_BYTE));
            assertThat(transitions).hasSizeGreaterThan(2).allMatch(part -> part[part.length - 1] == '\n');
            assertThat(TestRecording.joined(transitions.toArray(byte[][]::new))).isEqualTo(lines);
        }
    }

    @Test
    void anEmptyKeyframeAndRecordsOnTheHeap() throws IOException {
        byte[] heap = TestRecording.ticks(5, 6).toArray(ValueLayout.JAVA_BYTE);
        byte[] bytes = TestRecording.segment(
                TestRecording.header(1),
                RuleSet.Source.NONE,
                Keyframe.of(new byte[0], new byte[0]),
                List.of(MemorySegment.ofArray(heap)));
        Read read = TestRecording.read(file(), bytes);
        assertThat(read.blocks()).hasSize(5);
        assertThat(read.blocks().get(2)).endsWith(" /");
        assertThat(read.skipped()).isEmpty();
    }

    @Test
    void eachBlockIsOneWriteAndCounted() throws IOException {
        List<Integer> writes = new ArrayList<>();
        WritableByteChannel channel = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) {
                int length = source.remaining();
                writes.add(length);
                source.position(source.limit());
                return length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        try (Zstd zstd = Zstd.open()) {
            SegmentWriter writer = new SegmentWriter(channel, zstd, TestRecording.header(3));
            TestRecording.everything(writer, 90 * SECOND);
            assertThat(writer.bytes())
                    .isEqualTo(writes.stream().mapToLong(Integer::longValue).sum());
            assertThatThrownBy(writer::end).isInstanceOf(IllegalStateException.class);
        }
        assertThat(writes).hasSize(10);
    }

    @Test
    void whatAReaderWouldRefuseIsNotWritten() throws IOException {
        try (Zstd zstd = Zstd.open();
                Arena arena = Arena.ofConfined();
                WritableByteChannel channel =
                        Files.newByteChannel(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            SegmentWriter writer = new SegmentWriter(channel, zstd, TestRecording.header(1));
            long before = writer.bytes();
            assertThatThrownBy(() -> writer.records(arena.allocate(64), 1, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("these 64 bytes are no records back to back");
            assertThatThrownBy(() -> writer.keyframe(Keyframe.of(new byte[(64 << 20) + 1], new byte[0])))
                    .isInstanceOf(RecordingException.class)
                    .hasMessage(
                            "the list of programs in the keyframe takes 67108865 bytes, a recording can hold 67108864");
            assertThat(writer.bytes()).isEqualTo(before);
        }
    }

    @Test
    void theHeaderCanBeReadByHead() throws IOException {
        String text = new String(TestRecording.segment(3), ISO_8859_1);
        assertThat(text.lines().toList()).contains("segment: 3", "boot_id: 6f1c7a52-8f0e-4a3e-9a55-0d3c6ec2a111");
    }
}
