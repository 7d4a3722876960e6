package dev.linnix.recording;

import static dev.linnix.recording.TestRecording.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.recording.TestRecording.Read;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Are several segments one recording, however they lie? */
class SegmentsTest {
    private static final byte[] NINE = TestRecording.segment(9);
    private static final byte[] TEN = TestRecording.segment(10);
    private static final byte[] ELEVEN = TestRecording.segment(11);

    @TempDir
    Path directory;

    private Path write(String name, byte[]... segments) throws IOException {
        return Files.write(directory.resolve(name), TestRecording.joined(segments));
    }

    private static List<Long> numbers(Read read) {
        return read.headers().stream().map(SegmentHeader::segment).distinct().toList();
    }

    @Test
    void segmentsThatFollowOneAnotherAreOneRecording() throws IOException {
        Read read = TestRecording.read(write("a.linnix", NINE, TEN), write("b.linnix", ELEVEN));
        assertThat(numbers(read)).containsExactly(9L, 10L, 11L);
        assertThat(read.blocks()).hasSize(27);
        assertThat(read.afterLoss()).doesNotContain(true);
        assertThat(read.skipped()).isEmpty();
    }

    @Test
    void aDirectoryIsReadInOrderOfItsSegmentsNumbers() throws IOException {
        write("segment-10.linnix", TEN);
        write("segment-9.linnix", NINE);
        write("segment-000011.linnix", ELEVEN);
        write("segment-x.linnix", ELEVEN);
        write("other", ELEVEN);
        Read read = TestRecording.read(directory);
        assertThat(numbers(read)).containsExactly(9L, 10L, 11L);
        assertThat(read.skipped()).isEmpty();
    }

    @Test
    void theTimeOfAGapIsNotTimeOfTheSegment() throws IOException {
        SegmentHeader header = TestRecording.header(9);
        long startNs = header.startNs();
        byte[] segment = TestRecording.written(header, writer -> {
            writer.rules(TestRecording.RULES);
            writer.keyframe(TestRecording.KEYFRAME);
            writer.gap(new Gap(startNs - 5, startNs, 1, 16, "disk"));
            writer.records(TestRecording.ticks(startNs + 1, startNs + 2), startNs + 1, startNs + 2);
            writer.gap(new Gap(startNs + 2, startNs + 9, 1, 16, "queue_full"));
            writer.end();
        });
        try (RecordingReader reader = RecordingReader.open(List.of(write("a.linnix", segment)))) {
            SegmentInfo info = reader.segments().getFirst();
            assertThat(List.of(info.firstNs(), info.lastNs())).containsExactly(startNs, startNs + 2);
        }
    }

    @Test
    void aSegmentThatIsMissingIsMissed() throws IOException {
        Read read = TestRecording.read(write("a.linnix", NINE, ELEVEN));
        assertThat(read.afterLoss().indexOf(true)).isEqualTo(9);
        assertThat(read.skipped()).isEqualTo("1 segment missing");
    }

    @Test
    void aSegmentOfAnotherRunOfTheAgentDoesNotGoOnWithTheOneBefore() throws IOException {
        SegmentHeader h = TestRecording.header(10);
        byte[] restarted = TestRecording.written(
                new SegmentHeader(
                        h.format(), h.program(), 10, 8, h.bootId(), h.host(), h.kernel(), 2, 1, 4096, 1, 90, 0, 0, 5),
                SegmentWriter::end);
        Read read = TestRecording.read(write("a.linnix", NINE, restarted));
        assertThat(read.afterLoss().indexOf(true)).isEqualTo(9);
        assertThat(read.skipped()).isEmpty();
    }

    @Test
    void whatIsDeletedMeanwhileIsMissed() throws IOException {
        Path nine = write("segment-9.linnix", NINE);
        write("segment-10.linnix", TEN);
        try (RecordingReader reader = RecordingReader.open(List.of(directory))) {
            Files.delete(nine);
            assertThat(reader.segments()).hasSize(1);
            Read read = TestRecording.read(reader);
            assertThat(numbers(read)).containsExactly(10L);
            assertThat(read.skipped()).isEqualTo("1 segment deleted before they were read");
        }
    }

    @Test
    void theIndexTellsWhereSegmentsLieAndTheReaderGoesThere() throws IOException {
        Path two = write("a.linnix", NINE, new byte[77], TEN);
        Path one = write("b.linnix", Arrays.copyOf(ELEVEN, ELEVEN.length - 60));
        try (RecordingReader reader = RecordingReader.open(List.of(two, one))) {
            List<SegmentInfo> segments = reader.segments();
            assertThat(segments)
                    .containsExactly(
                            new SegmentInfo(TestRecording.header(9), two, 0, 270 * SECOND, 270 * SECOND + 6),
                            new SegmentInfo(
                                    TestRecording.header(10), two, NINE.length + 77L, 300 * SECOND, 300 * SECOND + 6),
                            new SegmentInfo(TestRecording.header(11), one, 0, 330 * SECOND, 330 * SECOND + 6));
            assertThat(reader.next()).isNotNull();
            assertThat(reader.next()).isNotNull();
            reader.seek(segments.get(1));
            Read read = TestRecording.read(reader);
            assertThat(numbers(read)).containsExactly(10L, 11L);
            assertThat(read.afterLoss()).doesNotContain(true);
        }
    }

    @Test
    void theIndexShowsThatAHeaderIsLost() throws IOException {
        byte[] damaged = NINE.clone();
        damaged[60] ^= 1;
        Path file = write("a.linnix", damaged, TEN);
        try (RecordingReader reader = RecordingReader.open(List.of(file))) {
            assertThat(reader.segments().stream().map(s -> s.header().isLost())).containsExactly(true, false);
        }
    }

    @Test
    @Timeout(60)
    void aLongHoleIsPassedOver() throws IOException {
        Path file = write("a.linnix", NINE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.position(200L << 20).write(java.nio.ByteBuffer.wrap(TEN));
        }
        Read read = TestRecording.read(file);
        assertThat(numbers(read)).containsExactly(9L, 10L);
        assertThat(read.skipped()).startsWith("skipped " + ((200L << 20) - NINE.length) + " bytes in 1 place");
    }

    @Test
    @Timeout(60)
    void aPipeIsReadOnce() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = Thread.ofPlatform().start(() -> {
            try (var out = Files.newOutputStream(pipe)) {
                out.write(TestRecording.joined(NINE, new byte[1000], TEN));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Read read = TestRecording.read(pipe);
        writer.join();
        assertThat(read.blocks()).hasSize(18);
        try (RecordingReader reader = RecordingReader.open(List.of(pipe))) {
            assertThatThrownBy(reader::segments)
                    .hasMessage(pipe + ": can only be read from start to end: it is no regular file");
        }
    }

    @Test
    void whatIsNotThereIsSaidInOneSentence() {
        assertThatThrownBy(() -> TestRecording.read(directory.resolve("no")))
                .isInstanceOf(RecordingException.class)
                .hasMessage(directory.resolve("no") + ": no such file or directory");
        assertThatThrownBy(() -> TestRecording.read(directory))
                .isInstanceOf(RecordingException.class)
                .hasMessage(directory + ": no recording in this directory, expected segment-*.linnix");
    }
}
