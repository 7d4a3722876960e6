package dev.linnix.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Are keys told apart as terminals send them? */
class KeyDecoderTest {
    private final KeyDecoder decoder = new KeyDecoder();

    private List<Key> feed(String text) {
        List<Key> keys = new ArrayList<>();
        text.chars().forEach(unit -> decoder.feed(unit).ifPresent(keys::add));
        return keys;
    }

    @ParameterizedTest
    @CsvSource({
        "[A, UP",
        "OA, UP",
        "[B, DOWN",
        "OB, DOWN",
        "[C, RIGHT",
        "[D, LEFT",
        "[5~, PAGE_UP",
        "[6~, PAGE_DOWN",
        "[H, HOME",
        "[1~, HOME",
        "OF, END",
        "[4~, END",
        "[1;5A, OTHER",
        "[15~, OTHER",
        "x, OTHER"
    })
    void sequencesAreKeys(String sequence, Key.Kind kind) {
        assertThat(feed("\033" + sequence + "q")).containsExactly(Key.of(kind), Key.of('q'));
    }

    @Test
    void anEscapeIsItselfWhenNothingFollows() {
        assertThat(feed("\033")).isEmpty();
        assertThat(decoder.pending()).isTrue();
        assertThat(decoder.timeout()).contains(Key.of(Key.Kind.ESCAPE));
        assertThat(decoder.pending()).isFalse();
        assertThat(decoder.timeout()).isEmpty();
        assertThat(feed("\033\033")).containsExactly(Key.of(Key.Kind.ESCAPE));
    }

    @Test
    void controlCharactersAreKeys() {
        assertThat(feed("\r\t\b\177\003\014\032\001"))
                .extracting(Key::kind)
                .containsExactly(
                        Key.Kind.ENTER,
                        Key.Kind.TAB,
                        Key.Kind.BACKSPACE,
                        Key.Kind.BACKSPACE,
                        Key.Kind.INTERRUPT,
                        Key.Kind.REDRAW,
                        Key.Kind.SUSPEND,
                        Key.Kind.OTHER);
    }

    @Test
    void charactersBeyondTheFirstPlaneAreWhole() {
        assertThat(feed("ä😀")).containsExactly(Key.of('ä'), Key.of(0x1f600));
        assertThat(feed("\ude00")).hasSize(1);
    }

    @Test
    void aSequenceWithoutEndIsGivenUp() {
        assertThat(feed("\033[" + "1;".repeat(100))).startsWith(Key.of(Key.Kind.OTHER));
        assertThat(decoder.pending()).isFalse();
        assertThat(feed("q")).containsExactly(Key.of('q'));
    }
}
