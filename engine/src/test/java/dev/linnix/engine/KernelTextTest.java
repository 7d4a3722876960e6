package dev.linnix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Can a name from the kernel do any harm to a terminal, a log or a JSON document? */
class KernelTextTest {
    @ParameterizedTest
    @CsvSource({"bash,bash", "größe,größe", "a\\b,a\\\\b", "日本,日本"})
    void validTextStays(String name, String shown) {
        assertThat(KernelText.escape(name.getBytes(StandardCharsets.UTF_8))).isEqualTo(shown);
    }

    @Test
    void invalidBytesAreShownAsHex() {
        assertThat(KernelText.escape(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'}))
                .isEqualTo("a\\xff\\xc3b");
        assertThat(KernelText.escape(new byte[] {'a', (byte) 0xe6, (byte) 0x97}))
                .isEqualTo("a\\xe6\\x97");
    }

    @Test
    void controlsAndDirectionOverridesAreShownAsHex() {
        assertThat(KernelText.escape("\u001b[31m".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("\\x1b[31m");
        assertThat(KernelText.escape("a\u202eb".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a\\xe2\\x80\\xaeb");
        assertThat(KernelText.escape("a\u0085b".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a\\xc2\\x85b");
    }

    @Test
    void theTextEndsAtNul() {
        assertThat(KernelText.escape(new byte[] {'a', 0, 'b'})).isEqualTo("a");
    }
}
