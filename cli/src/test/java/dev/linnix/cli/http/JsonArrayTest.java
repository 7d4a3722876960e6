package dev.linnix.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Are arrays taken apart at the right places and nowhere else? */
class JsonArrayTest {
    @Test
    void elementsStayAsTheyAreWritten() {
        assertThat(JsonArray.elements(" [ {\"a\": [1,2]} , \"x],\\\"[\\\\\" ,9007199254740993,null, []]\n"))
                .containsExactly("{\"a\": [1,2]}", "\"x],\\\"[\\\\\"", "9007199254740993", "null", "[]");
    }

    @Test
    void anEmptyArrayHasNone() {
        assertThat(JsonArray.elements("[]")).isEmpty();
        assertThat(JsonArray.elements("[ \n ]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "[[]", "[\"]", "null"})
    void whatIsNoArrayIsRefused(String text) {
        assertThatThrownBy(() -> JsonArray.elements(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
