package dev.linnix.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Is the end of the last whole block known, in whatever pieces the bytes come? */
class BlockEdgeTest {
    private static byte[] block(int length, long lastNs) {
        byte[] bytes = new byte[BlockHeader.SIZE + length];
        Arrays.fill(bytes, (byte) 7);
        new BlockHeader(BlockType.RECORDS.code(), 0, length, length, 0, 0, lastNs, 0)
                .write(MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 47, 48, 49, 100, 1000})
    void wholeBlocksAreCounted(int piece) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int[] lengths = {100, 0, 1, 300};
        int[] ends = new int[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            all.writeBytes(block(lengths[i], i == 3 ? 5 : 10 * i));
            ends[i] = all.size();
        }
        BlockEdge edge = new BlockEdge();
        byte[] bytes = all.toByteArray();
        for (int at = 0; at < bytes.length; at += piece) {
            int some = Math.min(piece, bytes.length - at);
            edge.take(Arrays.copyOfRange(bytes, at, at + some), some);
            int seen = at + some;
            assertThat(edge.seen()).isEqualTo(seen);
            assertThat(edge.whole())
                    .isEqualTo(
                            Arrays.stream(ends).filter(end -> end <= seen).max().orElse(0));
        }
        assertThat(edge.whole()).isEqualTo(bytes.length);
        assertThat(edge.lastNs()).isEqualTo(20);
    }

    @Test
    void whatIsNoRecordingIsSaidToBeNone() throws IOException {
        byte[] text = "{\"error\":\"something else\"}".repeat(4).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new BlockEdge().take(text, text.length))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("no recording");
        BlockEdge edge = new BlockEdge();
        byte[] block = block(10, 0);
        edge.take(block, block.length);
        assertThatThrownBy(() -> edge.take(text, text.length)).hasMessageContaining("at byte 58");
    }
}
