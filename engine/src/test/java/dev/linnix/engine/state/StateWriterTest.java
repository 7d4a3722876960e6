package dev.linnix.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is written in pieces is read as one, wherever an edge falls, and memory that is scarce is left to others. */
class StateWriterTest {
    private static final byte[] BLOB = new byte[3 * StateWriter.PIECE];

    @Test
    void whatLiesAcrossAnEdgeIsReadAsItWasWritten() {
        for (int before = StateWriter.PIECE - 25; before <= StateWriter.PIECE; before++) {
            byte[] front = new byte[before];
            StateWriter out = new StateWriter();
            assertThat(all(out, front, Long.MIN_VALUE, 0x0123456789abcdefL, BLOB))
                    .isEqualTo(Long.MIN_VALUE);

            assertThat(out.length()).isEqualTo(out.toBytes().length);
            StateReader in = new StateReader(out.toBytes());
            assertThat(all(in, new byte[0], 0, 0, new byte[0])).isEqualTo(Long.MIN_VALUE);
        }
    }

    private static long all(StateIo io, byte[] front, long number, long word, byte[] blob) {
        long[] read = new long[1];
        io.bytes(front);
        io.frame(() -> {
            read[0] = io.i64(number);
            assertThat(io.word(word)).isEqualTo(0x0123456789abcdefL);
            assertThat(io.bytes(blob)).hasSameSizeAs(BLOB);
        });
        assertThat(io.i64(7)).isEqualTo(7);
        return read[0];
    }

    @Test
    void noPieceIsLongAndNoneIsCopiedForAnother() {
        StateWriter out = new StateWriter();
        byte[] written = new byte[10 * StateWriter.PIECE + 17];
        Arrays.fill(written, (byte) 3);
        out.bytes(written);
        List<byte[]> pieces = out.pieces();
        assertThat(pieces).hasSize(11);
        assertThat(pieces.subList(0, 10)).allMatch(piece -> piece.length == StateWriter.PIECE);
        assertThat(pieces.stream().mapToInt(piece -> piece.length).sum()).isEqualTo(out.length());
    }

    @Test
    void scarceMemoryIsNotUsedUp() {
        AtomicLong free = new AtomicLong(10 << 20);
        StateWriter out = new StateWriter(free::get);
        out.bytes(BLOB);
        free.set(1 << 20);
        assertThatThrownBy(() -> out.bytes(BLOB))
                .isInstanceOf(StateSizeException.class)
                .hasMessage("memory is scarce: the state takes more than the 256 KB that were free for it");
    }

    @Test
    void memoryThatOnlyGarbageFillsIsNotScarce() {
        AtomicLong asked = new AtomicLong();
        StateWriter out = new StateWriter(() -> asked.getAndIncrement() == 0 ? 0 : 10 << 20);
        out.bytes(BLOB);
        assertThat(asked).hasValueGreaterThan(1);
    }
}
