package dev.linnix.recording;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Is the library bound rightly, and its absence said clearly? */
class ZstdTest {
    @Test
    void aMissingLibraryIsOneSentence() {
        List<String> tried = new ArrayList<>();
        assertThatThrownBy(() -> Zstd.open(name -> {
                    tried.add(name);
                    throw new IllegalArgumentException("Cannot open library: " + name);
                }))
                .isInstanceOf(RecordingException.class)
                .hasMessage(
                        "recordings and bundles need the library libzstd.so.1, which cannot be opened: install it (package"
                                + " libzstd1 on Debian, libzstd on Fedora) or name the file with -Dlibzstd=PATH");
        assertThat(tried).containsExactly("libzstd.so.1", "libzstd.so");
    }

    @Test
    void anotherLibraryOfThatNameIsOneSentence() {
        SymbolLookup empty = symbol -> Optional.empty();
        assertThatThrownBy(() -> Zstd.open(name -> empty))
                .isInstanceOf(RecordingException.class)
                .hasMessage("the library libzstd.so.1 is no libzstd of version 1: it has no ZSTD_isError");
    }

    @Test
    void compressorAndDecompressorAreUsedAgainAfterAnError() throws RecordingException {
        Random random = new Random(3);
        try (Zstd zstd = Zstd.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment raw = arena.allocate(100_000);
            MemorySegment stored = arena.allocate(zstd.bound(100_000));
            MemorySegment back = arena.allocate(100_000);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 50_000; i++) raw.set(JAVA_BYTE, i, (byte) random.nextInt(4));
                long length = zstd.compress(raw, stored);
                assertThat(length).isLessThan(30_000);
                assertThat(zstd.decompress(stored.asSlice(0, length), back)).isEqualTo(100_000);
                assertThat(back.mismatch(raw)).isEqualTo(-1);
                assertThatThrownBy(() -> zstd.decompress(stored.asSlice(0, length), back.asSlice(0, 99_999)))
                        .isInstanceOf(RecordingException.class)
                        .hasMessageContaining("libzstd says 'Destination buffer is too small'");
                assertThatThrownBy(() -> zstd.compress(raw, stored.asSlice(0, 8)))
                        .isInstanceOf(RecordingException.class);
                assertThatThrownBy(() -> zstd.decompress(raw, back)).hasMessageContaining("Unknown frame descriptor");
            }
        }
    }

    @Test
    void onceClosedItMakesNothingNew() throws RecordingException {
        Zstd zstd = Zstd.open();
        zstd.close();
        zstd.close();
        MemorySegment memory = Arena.ofAuto().allocate(1000);
        assertThatThrownBy(() -> zstd.compress(memory, memory)).isInstanceOf(IllegalStateException.class);
    }
}
