package dev.linnix.recording;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.recording.TestRecording.Read;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does a file made to do harm do none? */
@Timeout(120)
class HostileTest {
    private static final byte[] OPENING = TestRecording.written(TestRecording.header(1), writer -> {});
    private static final int RECORDS = BlockType.RECORDS.code();
    private static final int IMAGES = BlockType.IMAGES.code();
    private static final int STATE = BlockType.STATE.code();

    @TempDir
    Path directory;

    private Read read(byte[]... blocks) throws IOException {
        return TestRecording.read(directory.resolve("h.linnix"), TestRecording.joined(blocks));
    }

    @Test
    void blocksThatLieInsideOfOneAnotherTakeLinearTime() throws IOException {
        byte[] header = Arrays.copyOf(TestRecording.block(RECORDS, 0, 1 << 20, new byte[1 << 20], 1), BlockHeader.SIZE);
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        for (int i = 0; i < (16 << 20); i += BlockHeader.SIZE + 1) {
            nested.writeBytes(header);
            nested.write(0);
        }
        Read read = read(OPENING, nested.toByteArray(), TestRecording.segment(2));
        assertThat(read.skipped()).contains("skipped 1677");
    }

    @Test
    void framesThatHoldMoreOrLessThanTheySayAreNotUnderstood() throws IOException {
        byte[] bomb = TestRecording.compressed(new byte[32 << 20]);
        Read read = read(
                OPENING,
                TestRecording.block(RECORDS, BlockHeader.ZSTD, 1 << 20, bomb, 1),
                TestRecording.block(RECORDS, BlockHeader.ZSTD, 1000, TestRecording.compressed(new byte[10]), 2),
                TestRecording.block(RECORDS, BlockHeader.ZSTD, 1000, new byte[1000], 3));
        assertThat(read.blocks()).hasSize(1);
        assertThat(read.skipped()).startsWith("3 blocks not understood");
    }

    @Test
    void lengthsThatCannotBeAreNoHeader() throws IOException {
        byte[] large = TestRecording.block(RECORDS, BlockHeader.ZSTD, (1 << 20) + 1, new byte[8], 1);
        byte[] negative = TestRecording.block(RECORDS, BlockHeader.ZSTD, -1, new byte[8], 2);
        byte[] unequal = TestRecording.block(RECORDS, 0, 16, new byte[8], 3);
        Read read = read(OPENING, large, negative, unequal);
        assertThat(read.blocks()).hasSize(1);
        assertThat(read.skipped()).startsWith("skipped 168 bytes in 1 place");
    }

    @Test
    void recordsWithoutFramingAreNotUnderstood() throws IOException {
        byte[] odd = TestRecording.ticks(1, 2).toArray(JAVA_BYTE);
        odd[12] = 17;
        Read read = read(
                OPENING,
                TestRecording.block(RECORDS, 0, 64, new byte[64], 1),
                TestRecording.block(RECORDS, 0, 8, new byte[8], 2),
                TestRecording.block(RECORDS, 0, odd.length, odd, 3),
                TestRecording.block(RECORDS, 0, 0, new byte[0], 4));
        assertThat(read.blocks()).hasSize(2);
        assertThat(read.skipped()).startsWith("3 blocks not understood");
    }

    @Test
    void aKeyframeWithoutEndIsGivenUp() throws IOException {
        byte[] part = TestRecording.compressed(new byte[1 << 20]);
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        int further = BlockHeader.ZSTD | BlockHeader.FURTHER;
        for (int i = 1; i <= 70; i++) {
            int flags = i == 1
                    ? further
                    : i < 70 ? further | BlockHeader.CONTINUES : BlockHeader.ZSTD | BlockHeader.CONTINUES;
            parts.writeBytes(TestRecording.block(IMAGES, flags, 1 << 20, part, i));
        }
        Read read = read(
                OPENING,
                parts.toByteArray(),
                TestRecording.block(STATE, 0, 1, new byte[1], 71),
                TestRecording.block(RECORDS, 0, 0, new byte[0], 72));
        assertThat(read.blocks()).hasSize(2);
        assertThat(read.skipped()).startsWith("1 keyframe or file of rules incomplete");
    }

    @Test
    void manyEmptyPartsAreOneEmptyPayload() throws IOException {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        for (int i = 1; i <= 200_000; i++) {
            int flags = (i > 1 ? BlockHeader.CONTINUES : 0) | (i < 200_000 ? BlockHeader.FURTHER : 0);
            parts.writeBytes(TestRecording.block(IMAGES, flags, 0, new byte[0], i));
        }
        Read read = read(OPENING, parts.toByteArray(), TestRecording.block(STATE, 0, 1, new byte[1], 200_001));
        assertThat(read.blocks()).hasSize(2);
        assertThat(read.blocks().get(1)).endsWith(" /00");
    }

    @Test
    void textThatIsNoneIsNotUnderstood() throws IOException {
        Read read = read(
                OPENING,
                TestRecording.block(BlockType.RULES.code(), 0, 3, "abc".getBytes(UTF_8), 1),
                TestRecording.block(BlockType.GAP.code(), 0, 9, "from_ns:1".getBytes(UTF_8), 2));
        assertThat(read.blocks()).hasSize(1);
        assertThat(read.skipped()).startsWith("2 blocks not understood");
    }

    @Test
    void aFileThatIsNoRecordingHasNoBlock() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "not a recording\n".repeat(1000));
        assertThat(TestRecording.read(file).skipped())
                .isEqualTo("skipped 16000 bytes in 1 place at byte 0 of " + file + "; no whole block found");
    }
}
