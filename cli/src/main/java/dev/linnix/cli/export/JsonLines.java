package dev.linnix.cli.export;

import dev.linnix.cli.Json;
import dev.linnix.engine.KernelText;
import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.record.RecordLayout;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.engine.state.Keyframe;
import dev.linnix.recording.Gap;
import dev.linnix.recording.SegmentHeader;
import io.avaje.json.JsonException;
import io.avaje.json.stream.BufferedJsonWriter;
import io.avaje.json.stream.JsonStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line for each input of the engine, in their order, with each field under the name it has in the record,
 * and lines for what else a recording holds. Keeps nothing.
 */
final class JsonLines implements Exporter {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final JsonStream STREAM =
            JsonStream.builder().serializeNulls(true).serializeEmpty(true).build();
    private static final Json<Object> ANY = Json.of(Object.class);

    private final OutputStream out;
    private BufferedJsonWriter json = STREAM.bufferedWriter();
    private final ExecRecord exec = new ExecRecord();
    private final ImageRecord imageRow = new ImageRecord();
    private long wallOffsetNs;

    JsonLines(OutputStream out) {
        this.out = out;
    }

    @Override
    public void segment(SegmentHeader header) throws IOException {
        wallOffsetNs = header.wallOffsetNs();
        line("segment", header.startNs(), () -> {
            value("format", header.format());
            value("program", header.program());
            value("segment", header.segment());
            value("boot_id", header.bootId());
            value("host", header.host());
            value("kernel", header.kernel());
            value("cpus", header.cpus());
            value("memory_bytes", header.memoryBytes());
            value("page_size", header.pageSize());
            value("pid_max", header.pidMax());
            value("agent_pid", header.agentPid());
            value("memory_error_bytes", header.memoryErrorBytes());
            value("wall_offset_ns", header.wallOffsetNs());
        });
    }

    @Override
    public void rules(String name, String text, long timeNs) throws IOException {
        line("rules", timeNs, () -> {
            value("name", name);
            value("text", text);
        });
    }

    @Override
    public void keyframe(Keyframe keyframe, long timeNs) throws IOException {
        line("keyframe", timeNs, () -> {
            value("images_bytes", keyframe.images().length);
            value("state_bytes", keyframe.stateLength());
        });
    }

    @Override
    public void record(MemorySegment records, long offset) throws IOException {
        RecordLayout layout = Records.layout(records, offset);
        int type = Flyweight.type(records, offset);
        line(layout == null ? "unknown" : RecordType.name(type), Flyweight.timeNs(records, offset), () -> {
            if (layout == null) {
                value("code", Integer.toUnsignedLong(type));
                value("length", Flyweight.length(records, offset));
            } else {
                for (RecordLayout.Field field : layout.fields()) field(type, field, records, offset);
            }
        });
    }

    @Override
    public void transition(String text, long timeNs) throws IOException {
        try {
            ANY.read(text);
        } catch (JsonException | IllegalStateException e) {
            throw new IOException("a transition in the recording is no JSON: " + e.getMessage(), e);
        }
        line("transition", timeNs, () -> {
            json.name("transition");
            json.rawValue(text);
        });
    }

    @Override
    public void gap(Gap gap) throws IOException {
        line("gap", gap.fromNs(), () -> {
            value("to_ns", gap.toNs());
            value("records", gap.records());
            value("bytes", gap.bytes());
            value("reason", gap.reason());
        });
    }

    @Override
    public void damage(long timeNs) throws IOException {
        line("damage", timeNs, () -> {});
    }

    @Override
    public void end() throws IOException {
        out.flush();
    }

    private void line(String type, long timeNs, Runnable fields) throws IOException {
        json = STREAM.bufferedWriter();
        json.beginObject();
        value("type", type);
        value("time_ns", timeNs);
        value("time", Instant.ofEpochSecond(0, timeNs + wallOffsetNs).toString());
        fields.run();
        json.endObject();
        out.write(Json.line(json.result()).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private void field(int type, RecordLayout.Field field, MemorySegment records, long offset) {
        long at = offset + field.offset();
        switch (field.name()) {
            case "header", "reserved" -> {}
            case "image" -> image(type, records, offset);
            case "comm" -> value("comm", KernelText.escape(records, at, field.size()));
            case "sensor" -> value("sensor", sensor(records.get(U32, at)));
            case "kind" -> value("kind", RecordType.name(records.get(U32, at)));
            case "reason" -> value("reason", reason(records.get(U32, at)));
            case "state" -> {
                if (type == RecordType.SENSOR_STATE) value("state", status(records.get(U32, at)));
                else number(type, field, records, at);
            }
            default -> number(type, field, records, at);
        }
    }

    private void number(int type, RecordLayout.Field field, MemorySegment records, long at) {
        json.name(field.name());
        if (field.size() == Integer.BYTES) {
            json.value(Integer.toUnsignedLong(records.get(U32, at)));
            return;
        }
        long value = records.get(U64, at);
        if (type == RecordType.PRESSURE && value == PressureRecord.UNKNOWN) json.nullValue();
        else if (value >= 0) json.value(value);
        else json.value(new BigInteger(Long.toUnsignedString(value)));
    }

    private void image(int type, MemorySegment records, long offset) {
        ImageFlyweight image;
        if (type == RecordType.EXEC) {
            exec.wrap(records, offset);
            image = exec.image();
        } else {
            imageRow.wrap(records, offset);
            image = imageRow.image();
        }
        json.name("image");
        json.beginObject();
        value("path", Records.executable(image));
        value("argc", Integer.toUnsignedLong(image.argc()));
        value("flags", Integer.toUnsignedLong(image.flags()));
        List<String> arguments = Records.arguments(image);
        json.name("args");
        json.beginArray();
        arguments.forEach(json::value);
        json.endArray();
        json.endObject();
    }

    private static String sensor(int id) {
        return Sensor.exists(id) ? Sensor.of(id).label() : "unknown";
    }

    private static String reason(int id) {
        return LossReason.exists(id) ? LossReason.of(id).label() : "unknown";
    }

    private static String status(int value) {
        return SensorStatus.exists(value) ? SensorStatus.of(value).name().toLowerCase(Locale.ROOT) : "unknown";
    }

    private void value(String name, @Nullable String value) {
        json.name(name);
        json.value(value);
    }

    private void value(String name, long value) {
        json.name(name);
        json.value(value);
    }
}
