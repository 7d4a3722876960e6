package dev.linnix.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.recording.TestRecording.Read;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Are recordings of other versions read, or refused in one sentence? */
class VersionTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("a.linnix");
    }

    private static byte[] header(String text) {
        return TestRecording.block(BlockType.HEADER.code(), 0, text.length(), text.getBytes(UTF_8), 0);
    }

    private static String text() {
        return new String(TestRecording.header(1).payload(), UTF_8);
    }

    private void refused(String text, String message) {
        assertThatThrownBy(() -> TestRecording.read(file(), header(text)))
                .isInstanceOf(RecordingException.class)
                .hasMessage(message.replace("FILE", file().toString()));
        assertThatThrownBy(() -> {
                    try (RecordingReader reader = RecordingReader.open(List.of(file()))) {
                        reader.segments();
                    }
                })
                .isInstanceOf(RecordingException.class);
    }

    @Test
    void anotherMajorVersionIsRefused() {
        refused(
                text().replace("format: 1.0", "format: 2.0"),
                "FILE: the recording is of format '2.0' and this program reads format 1 only:"
                        + " use the release of Linnix that wrote it");
    }

    @Test
    void ofALaterMinorVersionWhatIsKnownIsRead() throws IOException {
        byte[] later = TestRecording.joined(
                header(text().replace("format: 1.0", "format: 1.7") + "color: blue\n"),
                TestRecording.block(99, 0, 5, new byte[5], 1),
                TestRecording.block(BlockType.RECORDS.code(), 0x80, 5, new byte[5], 2),
                TestRecording.block(BlockType.END.code(), 0, 0, new byte[0], 3));
        Files.write(file(), later);
        try (RecordingReader reader = RecordingReader.open(List.of(file()))) {
            Read read = TestRecording.read(reader);
            assertThat(read.blocks()).hasSize(2);
            assertThat(read.afterLoss()).doesNotContain(true);
            assertThat(read.skipped()).isEqualTo("2 blocks of a later version left out");
            assertThat(reader.newer())
                    .hasValue("the recording was written by linnix 0.1.0 in format 1.7, this program knows 1.0:"
                            + " what is new in it is left out");
        }
    }

    @Test
    void aHeaderThatMakesNoSenseIsRefused() {
        String place = "FILE: header of the segment at byte 0";
        refused("", place + ": the key format is missing");
        refused("PK\u0003\u0004", place + ", line 1: expected 'key: value', found 'PK??'");
        refused(text().replace("cpus: 2\n", ""), place + ": the key cpus is missing");
        refused(
                text().replace("cpus: 2", "cpus: two"),
                place + ": cpus: expected a whole number from 1 to 65536, found 'two'");
        refused(
                text().replace("page_size: 4096", "page_size: 0"),
                place + ": page_size: expected a whole number from 512 to 16777216, found '0'");
        refused(text() + "host: again\n", place + ", line 16: the key host comes twice");
    }

    @Test
    void controlCharactersOfAHostNameDoNotMakeLines() throws IOException {
        SegmentHeader h = TestRecording.header(1);
        SegmentHeader odd = new SegmentHeader(
                h.format(),
                "p",
                1,
                2,
                "b",
                "a\ncpus: 9\u0085\u2028" + "x".repeat(500),
                "k",
                2,
                1,
                4096,
                1,
                0,
                0,
                -5,
                0);
        Read read = TestRecording.read(file(), TestRecording.written(odd, SegmentWriter::end));
        assertThat(read.headers().getFirst()).isEqualTo(odd);
        assertThat(odd.host()).hasSize(256).startsWith("a?cpus: 9??x");
        assertThat(odd.wallOffsetNs()).isEqualTo(-5);
    }

    /** To be kept for ever, and joined by one of each later version. Written by {@link #main}. */
    @Test
    void theFixtureOfThisVersionIsRead() throws IOException, URISyntaxException {
        Path fixture = Path.of(Objects.requireNonNull(VersionTest.class.getResource("/format-1.0.linnix"))
                .toURI());
        Read read = TestRecording.read(fixture);
        Read now = TestRecording.read(file(), TestRecording.joined(TestRecording.segment(3), TestRecording.segment(4)));
        assertThat(read).isEqualTo(now);
        assertThat(read.blocks()).hasSize(18);
    }

    /** Writes a fixture of the present version to the file named. */
    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[0]), TestRecording.joined(TestRecording.segment(3), TestRecording.segment(4)));
    }
}
