package dev.linnix.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.RecordLayout;
import dev.linnix.engine.record.SensorStateRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.recording.Gap;
import io.avaje.jsonb.Jsonb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Is each input of a recording one line of JSON, with every field under its name? */
class JsonLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonLines lines = new JsonLines(bytes);
    private final Inputs inputs = new Inputs(lines);

    @BeforeEach
    void begin() throws IOException {
        lines.segment(Inputs.header("b", 7, Inputs.BEGIN));
    }

    private List<String> written() throws IOException {
        lines.end();
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String last() throws IOException {
        return written().getLast();
    }

    @Test
    void aSegmentSaysWhatItsHeaderSays() throws IOException {
        assertThat(last())
                .isEqualTo("{\"type\":\"segment\",\"time_ns\":100000000000,\"time\":\"2026-01-31T08:01:40Z\","
                        + "\"format\":\"1.0\",\"program\":\"linnix 9.9\",\"segment\":7,\"boot_id\":\"b\",\"host\":\"box\","
                        + "\"kernel\":\"6.18\",\"cpus\":2,\"memory_bytes\":4294967296,\"page_size\":4096,"
                        + "\"pid_max\":4194304,\"agent_pid\":99,\"memory_error_bytes\":0,"
                        + "\"wall_offset_ns\":1769846400000000000}");
    }

    @Test
    void aTransitionThatIsNestedTooDeepIsRefused() {
        String deep = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> lines.transition(deep, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no JSON: it is nested more than 64 deep");
        assertThatThrownBy(() -> new PerfettoTrace(bytes).transition(deep, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is nested more than 64 deep");
    }

    @Test
    void aRecordHasAllItsFieldsByName() throws IOException {
        inputs.add(
                new TaskRecord(),
                Inputs.BEGIN + 1,
                r -> r.pid(5).fdLimit(-1).uid(-1).comm(Inputs.bytes("a\"b\n")));
        String line = last();
        assertThat(line)
                .startsWith("{\"type\":\"task\",\"time_ns\":100000000001,\"time\":\"2026-01-31T08:01:40.000000001Z\",")
                .contains("\"pid\":5", "\"fd_limit\":18446744073709551615", "\"uid\":4294967295")
                .contains("\"comm\":\"a\\\"b\\\\x0a\"");
        Object parsed = Jsonb.instance().type(Object.class).fromJson(line);
        assertThat(((Map<?, ?>) parsed).keySet().stream().map(Object::toString))
                .containsAll(TaskRecord.LAYOUT.fields().stream()
                        .map(RecordLayout.Field::name)
                        .filter(name -> !name.equals("header"))
                        .toList());
    }

    @Test
    void pathsAreWholeAndSecretsStayHidden() throws IOException {
        inputs.add(new ExecRecord(), 1, r -> {
            r.pid(5);
            r.image()
                    .path(Inputs.bytes("my\tprog\0bin\0usr\0"))
                    .args(Inputs.bytes("prog\0--password=\u001a\0\0-x\0"))
                    .set(4, 0);
        });
        assertThat(last())
                .contains("\"image\":{\"path\":\"/usr/bin/my\\\\x09prog\",\"argc\":4,\"flags\":0,"
                        + "\"args\":[\"prog\",\"--password=[redacted]\",\"\",\"-x\"]}");
    }

    @Test
    void codesAreWordsAndWhatIsNotKnownIsNull() throws IOException {
        inputs.add(new LossRecord(), 1, r -> r.sensor(1).kind(2).reason(1).count(3));
        inputs.add(new SensorStateRecord(), 1, r -> r.sensor(9).state(2));
        inputs.pressure(Inputs.BEGIN, 5, 150);
        List<String> all = written();
        assertThat(all.get(1))
                .contains("\"sensor\":\"lifecycle\",\"kind\":\"exec\",\"reason\":\"ring_full\",\"count\":3}");
        assertThat(all.get(2)).contains("\"sensor\":\"unknown\",\"state\":\"failed\"}");
        assertThat(all.get(3))
                .contains("\"cpu_some_us\":5,\"memory_some_us\":null")
                .doesNotContain("reserved");
    }

    @Test
    void anInputThatIsNoRecordIsStillALine() throws IOException {
        MemorySegment bare = Arena.ofAuto().allocate(16, 8);
        bare.set(ValueLayout.JAVA_LONG, 0, 5);
        bare.set(ValueLayout.JAVA_INT, 12, 16);
        assertThat(Flyweight.length(bare, 0)).isEqualTo(16);
        lines.record(bare, 0);
        assertThat(last()).contains("\"type\":\"unknown\",\"time_ns\":5,").endsWith("\"code\":0,\"length\":16}");
    }

    @Test
    void rulesGapsAndTransitionsHaveTheirLines() throws IOException {
        lines.rules("r.yaml", "rules: []\n", Inputs.BEGIN);
        lines.gap(new Gap(1, 2, 3, 4, "slow disk"));
        lines.transition("{\"type\":\"alert\",\"value\":1776.0}", Inputs.BEGIN);
        List<String> all = written();
        assertThat(all.get(1))
                .contains("\"type\":\"rules\"")
                .endsWith("\"name\":\"r.yaml\",\"text\":\"rules: []\\n\"}");
        assertThat(all.get(2))
                .contains("\"type\":\"gap\",\"time_ns\":1,")
                .endsWith("\"to_ns\":2,\"records\":3,\"bytes\":4,\"reason\":\"slow disk\"}");
        assertThat(all.get(3))
                .contains("\"type\":\"transition\"")
                .endsWith("\"transition\":{\"type\":\"alert\",\"value\":1776.0}}");
    }
}
