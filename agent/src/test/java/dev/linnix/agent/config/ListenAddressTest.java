package dev.linnix.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Is an address taken for what it is, and a malformed one for none? */
class ListenAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:0",
                "0.0.0.0:65535",
                "[::1]:3000",
                "[::]:1",
                "[::ffff:127.0.0.1]:1",
                "localhost:3000",
                "my-host.example.org:1",
                "3com.example:2"
            })
    void wellFormed(String text) {
        assertThat(ListenAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":3000", "3000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:-1", "127.0.0.1:123456",
                        "256.0.0.1:1",
                "127.1:1", "1:1", "::1:3000", "[::1]", "[127.0.0.1]:1", "[localhost]:1", "[:::1]:1", "-a.example:1",
                        "a-.example:1",
                "a..b:1", "a b:1", "http://localhost:1", "localhost:1/", " 127.0.0.1:1", "off", "ä:1", "[::1%none]:1"
            })
    void malformed(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected an address and a port, e.g. 127.0.0.1:3000 or [::1]:3000, found \"");
    }
}
