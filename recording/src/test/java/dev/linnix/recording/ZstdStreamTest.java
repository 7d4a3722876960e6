package dev.linnix.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does a stream come back as it was, and is one that was tampered with refused without harm? */
class ZstdStreamTest {
    private static byte[] compressed(byte[] raw, int step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(Channels.newChannel(out))) {
            for (int i = 0; i < raw.length; i += step) zstd.write(raw, i, Math.min(step, raw.length - i));
            zstd.finish();
        }
        return out.toByteArray();
    }

    private static byte[] raw(byte[] compressed) throws IOException {
        try (ZstdInputStream in = new ZstdInputStream(Channels.newChannel(new ByteArrayInputStream(compressed)))) {
            return in.readAllBytes();
        }
    }

    /** Half of it can be compressed, half cannot. */
    private static byte[] mixed(int length) {
        byte[] bytes = new byte[length];
        new Random(5).nextBytes(bytes);
        for (int i = 0; i < length; i++) if (i / 1000 % 2 == 0) bytes[i] = (byte) (i / 100);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 131_071, 131_072, 131_073, 262_144, 1_000_003})
    void whatGoesInComesOut(int length) throws IOException {
        byte[] bytes = mixed(length);
        assertThat(raw(compressed(bytes, 1_000))).isEqualTo(bytes);
    }

    @Test
    void howItIsWrittenMakesNoDifference() throws IOException {
        byte[] bytes = mixed(500_000);
        byte[] whole = compressed(bytes, bytes.length);
        assertThat(whole.length).isLessThan(300_000);
        assertThat(compressed(bytes, 777)).isEqualTo(whole);
    }

    @Test
    void framesAreReadOneAfterTheOther() throws IOException {
        byte[] one = compressed(mixed(1000), 100);
        byte[] two = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertThat(raw(two)).hasSize(2000).startsWith(mixed(1000)).endsWith(mixed(1000));
    }

    @Test
    void aFrameThatWasNotFinishedIsCutOff() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(Channels.newChannel(out))) {
            zstd.write(mixed(300_000));
        }
        assertThat(out.size()).isPositive();
        assertThatThrownBy(() -> raw(out.toByteArray())).isInstanceOf(EOFException.class);
    }

    @Test
    void whatComesBeforeABreakIsRead() throws IOException {
        byte[] bytes = mixed(1_000_000);
        byte[] cut = Arrays.copyOf(compressed(bytes, 1000), 400_000);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (ZstdInputStream in = new ZstdInputStream(Channels.newChannel(new ByteArrayInputStream(cut)))) {
            assertThatThrownBy(() -> in.transferTo(read)).isInstanceOf(EOFException.class);
        }
        assertThat(read.size()).isGreaterThan(500_000);
        assertThat(bytes).startsWith(read.toByteArray());
    }

    @Test
    void whatWasFlushedIsReadWithoutTheRest() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(Channels.newChannel(out))) {
            zstd.write(mixed(1000));
            assertThat(out.size()).isZero();
            zstd.flush();
        }
        try (ZstdInputStream in =
                new ZstdInputStream(Channels.newChannel(new ByteArrayInputStream(out.toByteArray())))) {
            assertThat(in.readNBytes(1000)).isEqualTo(mixed(1000));
            assertThatThrownBy(in::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aChangedByteIsNoticed() throws IOException {
        byte[] bytes = compressed(mixed(50_000), 1000);
        bytes[bytes.length / 2] ^= 0x40;
        assertThatThrownBy(() -> raw(bytes)).isInstanceOf(IOException.class).hasMessageContaining("libzstd says");
    }

    /** A frame that says that it needs a window of a gigabyte. */
    @Test
    void aHugeWindowIsRefused() {
        byte[] frame = HexFormat.of().parseHex("28b52ffd" + "00" + "a0" + "010000");
        assertThatThrownBy(() -> raw(frame)).hasMessage("libzstd says 'Frame requires too much memory for decoding'");
    }

    @Test
    void aChannelThatTakesOrGivesLittleAtATimeIsEnough() throws IOException {
        byte[] bytes = mixed(300_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WritableByteChannel narrow = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer from) {
                int count = Math.min(from.remaining(), 1000);
                for (int i = 0; i < count; i++) out.write(from.get());
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        try (ZstdOutputStream zstd = new ZstdOutputStream(narrow)) {
            zstd.write(bytes);
            zstd.finish();
        }
        byte[] stored = out.toByteArray();
        assertThat(stored).isEqualTo(compressed(bytes, 1000));
        ReadableByteChannel slow = new ReadableByteChannel() {
            private int at;

            @Override
            public int read(ByteBuffer into) {
                if (at == stored.length) return -1;
                into.put(stored[at++]);
                return 1;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        try (ZstdInputStream in = new ZstdInputStream(slow)) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void afterAnErrorOrItsEndNothingIsUsedThatWasGivenBack() throws IOException {
        ZstdOutputStream closed = new ZstdOutputStream(Channels.newChannel(new ByteArrayOutputStream()));
        closed.close();
        closed.close();
        closed.finish();
        assertThatThrownBy(() -> closed.write(new byte[200_000])).isInstanceOf(IllegalStateException.class);
        ZstdInputStream in = new ZstdInputStream(
                Channels.newChannel(new ByteArrayInputStream("no such frame".getBytes(StandardCharsets.UTF_8))));
        assertThatThrownBy(in::read).hasMessageContaining("Unknown frame descriptor");
        assertThatThrownBy(in::read).isInstanceOf(IllegalStateException.class);
        in.close();
        in.close();
    }
}
