package dev.linnix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.FakeApi.Outcome;
import dev.linnix.cli.Terminal.Style;
import io.avaje.jsonb.Jsonb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Can a name touch the terminal, and are there colours only where they are wanted? */
class TerminalTest {
    /** Clears the screen, sets a title, rings, returns, reorders, and does the first again by one C1 byte. */
    private static final String EVIL = "e\\u001b[2Jv\\u001b]0;t\\u0007\\r\\u202e\\u009b31ml";

    private static String evil(String json) {
        return json.replace("\"comm\":\"sh\"", "\"comm\":\"" + EVIL + "\"")
                .replace("\"comm\":\"bash\"", "\"comm\":\"" + EVIL + "\"")
                .replace("sh fork", EVIL)
                .replace("1776 forks per second", EVIL)
                .replace("\"target_name\":\"sh\"", "\"target_name\":\"" + EVIL + "\"")
                .replace("\"host\":\"box\"", "\"host\":\"" + EVIL + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "ps",
                "tree",
                "graph 40",
                "incidents",
                "incidents i-1",
                "alerts",
                "alerts --follow --retry 0",
                "stream --retry 0",
                "export",
                "export --format txt",
                "ps --json",
                "tree --json",
                "alerts --json",
                "stream --retry 0 --json"
            })
    void controlCharactersAreShownAndNotObeyed(String command) throws IOException {
        String stream = evil("event: alert\ndata: " + Samples.ALERT + "\n\n");
        try (FakeApi api = new FakeApi()
                .on("/status", evil(Samples.STATUS))
                .on("/processes", evil(Samples.PROCESSES))
                .on("/graph/40", evil(Samples.GRAPH))
                .on("/incidents", evil("[" + Samples.INCIDENT + "]"))
                .on("/incidents/i-1", evil(Samples.INCIDENT))
                .on("/timeline", evil("[" + Samples.ALERT + "]"))
                .events("/alerts", stream, stream)
                .events("/stream", stream, stream)) {
            for (boolean raw : new boolean[] {false, true}) {
                if (raw && command.contains("json")) api.on("/processes", unescaped(Samples.PROCESSES));
                Outcome outcome = FakeApi.runWith(Map.of("LINNIX_URL", api.url()), true, command.split(" "));
                String plain = outcome.out().replaceAll("\033\\[(0|1|2|31|32|33)m", "");
                assertThat(plain).isNotEmpty();
                assertThat(plain.codePoints().filter(c -> c != '\n'))
                        .allMatch(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
            }
        }
    }

    /** JSON may hold C1 controls and format characters as they are. */
    private static String unescaped(String json) {
        return json.replace("\"comm\":\"bash\"", "\"comm\":\"\u009b2J\u202e\"");
    }

    @Test
    void jsonWithFormatCharactersStaysValidAndTheSame() throws IOException {
        try (FakeApi api = new FakeApi().on("/processes", unescaped(Samples.PROCESSES))) {
            String out = api.run("ps", "--json").out();
            assertThat(out).contains("\\u009b2J\\u202e");
            assertThat(Jsonb.instance().type(Object.class).fromJson(out))
                    .isEqualTo(Jsonb.instance().type(Object.class).fromJson(unescaped(Samples.PROCESSES)));
        }
    }

    @Test
    void coloursAreForTerminalsOfPeopleWhoWantThem() throws IOException {
        try (FakeApi api = new FakeApi().on("/status", Samples.STATUS)) {
            Map<String, String> url = Map.of("LINNIX_URL", api.url());
            Map<String, String> plain = Map.of("LINNIX_URL", api.url(), "NO_COLOR", "1");
            Map<String, String> dumb = Map.of("LINNIX_URL", api.url(), "TERM", "dumb");
            assertThat(FakeApi.runWith(url, true, "status").out()).contains("\033[1m", "\033[0m");
            assertThat(FakeApi.runWith(url, false, "status").out()).doesNotContain("\033");
            assertThat(FakeApi.runWith(url, true, "status", "--no-color").out()).doesNotContain("\033");
            assertThat(FakeApi.runWith(plain, true, "status").out()).doesNotContain("\033");
            assertThat(FakeApi.runWith(dumb, true, "status").out()).doesNotContain("\033");
        }
    }

    @Test
    void aPaintedNameCannotEndItsColour() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(out, out, true);
        terminal.line(terminal.paint(Style.BAD, "a\033[0mb"));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\033[31ma\\x1b[0mb\033[0m\n");
    }
}
