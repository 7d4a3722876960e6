package dev.linnix.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Is a body read to its end, and a part never taken for the whole? */
class BodyStreamTest {
    private static String read(String sent, boolean chunked, @Nullable Long length) throws IOException {
        try (BodyStream body =
                new BodyStream(new ByteArrayInputStream(sent.getBytes(StandardCharsets.ISO_8859_1)), chunked, length)) {
            return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void chunksAreJoined() throws IOException {
        assertThat(read("5\r\nhello\r\nB;x=y\r\n, the world\r\n0\r\nField: x\r\n\r\nmore", true, null))
                .isEqualTo("hello, the world");
        assertThat(read("0\r\n\r\n", true, null)).isEmpty();
    }

    @Test
    void theLengthToldIsKept() throws IOException {
        assertThat(read("hello and more", false, 5L)).isEqualTo("hello");
        assertThat(read("more", false, 0L)).isEmpty();
    }

    @Test
    void withNeitherItEndsWithTheConnection() throws IOException {
        assertThat(read("hello", false, null)).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5\r\n", "5\r\nhel", "5\r\nhello", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n"})
    void chunksThatBreakOffAreAnError(String sent) {
        assertThatThrownBy(() -> read(sent, true, null))
                .isInstanceOf(IOException.class)
                .hasMessage("the connection broke off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\n", "-5\r\n", "\r\n", "5\r\nhelloworld\r\n", "fffffffffffffffffffff\r\n"})
    void chunksThatMakeNoSenseAreAnError(String sent) {
        assertThatThrownBy(() -> read(sent, true, null))
                .isInstanceOf(IOException.class)
                .hasMessage("the answer's chunks are malformed");
    }

    @Test
    void aLengthThatIsNotReachedIsAnError() {
        assertThatThrownBy(() -> read("hell", false, 5L)).hasMessage("the connection broke off");
    }
}
