package dev.linnix.cli.export;

import dev.linnix.cli.Json;
import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.model.ProcessInfo;
import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStateRecord;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.record.ThreadRecord;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import dev.linnix.engine.state.StateException;
import dev.linnix.recording.Gap;
import dev.linnix.recording.SegmentHeader;
import io.avaje.json.JsonException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trace for ui.perfetto.dev and its trace processor: a track for each process, counters, alerts and incidents as
 * instants, gaps as slices. Keeps the processes that live, nothing else.
 */
final class PerfettoTrace implements Exporter {
    private static final Json<Transition> TRANSITION = Json.of(Transition.class);
    private static final String NOTES = "recording";

    private final ForkRecord fork = new ForkRecord();
    private final ExecRecord exec = new ExecRecord();
    private final ExitRecord exit = new ExitRecord();
    private final TaskRecord task = new TaskRecord();
    private final ThreadRecord thread = new ThreadRecord();
    private final ImageRecord image = new ImageRecord();
    private final SnapshotBeginRecord snapshotBegin = new SnapshotBeginRecord();
    private final SnapshotEndRecord snapshotEnd = new SnapshotEndRecord();
    private final PressureRecord pressure = new PressureRecord();
    private final LossRecord loss = new LossRecord();
    private final SensorStateRecord sensorState = new SensorStateRecord();

    private final TraceWriter out;
    private final ProcessTracks processes;
    private final HostTracks host;
    private @Nullable SegmentHeader segment;
    private String rules = "";
    private long lastNs;
    private long gapEndNs;
    /** Whether processes may live that no record told of. */
    private boolean blind = true;

    PerfettoTrace(OutputStream file) {
        out = new TraceWriter(file);
        processes = new ProcessTracks(out);
        host = new HostTracks(out);
    }

    @Override
    public void segment(SegmentHeader header) throws IOException {
        if (header.isLost()) return;
        SegmentHeader before = segment;
        if (before != null && !before.bootId().equals(header.bootId())) {
            throw new IOException(
                    "segment " + header.segment() + " is of another boot than the one before it; a trace has one"
                            + " clock, so export the segments of each boot by themselves");
        }
        segment = header;
        out.clocks(header.startNs(), header.startNs() + header.wallOffsetNs());
        lastNs = Math.max(lastNs, header.startNs());
        processes.begin(header.startNs());
        host.begin(header.host(), header.cpus(), header.startNs());
    }

    @Override
    public void rules(String name, String text, long timeNs) throws IOException {
        if (text.equals(rules)) return;
        rules = text;
        note("rules " + name, Map.of(), timeNs);
    }

    /** Only the engine can read its state; without rules it judges nothing. */
    @Override
    public void keyframe(Keyframe keyframe, long timeNs) throws IOException {
        SegmentHeader header = segment;
        if (!blind || header == null) return;
        blind = false;
        try {
            Engine engine = Engine.adopt(header.facts(), RuleSet.EMPTY, keyframe, AlertListener.NONE);
            for (ProcessInfo process : engine.view().processes(false)) processes.known(process);
        } catch (StateException e) {
            throw new IOException(
                    "the state at the beginning of segment " + header.segment() + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void record(MemorySegment records, long offset) throws IOException {
        if (Records.layout(records, offset) == null) return;
        long timeNs = Flyweight.timeNs(records, offset);
        lastNs = Math.max(lastNs, timeNs);
        processes.begin(timeNs);
        switch (Flyweight.type(records, offset)) {
            case RecordType.FORK -> {
                fork.wrap(records, offset);
                host.fork(timeNs);
                processes.fork(fork);
            }
            case RecordType.EXEC -> {
                exec.wrap(records, offset);
                host.exec(timeNs);
                processes.exec(exec);
            }
            case RecordType.EXIT -> {
                exit.wrap(records, offset);
                processes.exit(exit);
            }
            case RecordType.TASK -> {
                task.wrap(records, offset);
                processes.task(task);
            }
            case RecordType.THREAD -> {
                thread.wrap(records, offset);
                processes.thread(thread);
            }
            case RecordType.IMAGE -> {
                image.wrap(records, offset);
                processes.image(image);
            }
            case RecordType.SNAPSHOT_BEGIN -> {
                snapshotBegin.wrap(records, offset);
                processes.snapshotBegin(snapshotBegin);
            }
            case RecordType.SNAPSHOT_END -> {
                snapshotEnd.wrap(records, offset);
                processes.snapshotEnd(snapshotEnd);
            }
            case RecordType.TICK -> host.time(timeNs);
            case RecordType.PRESSURE -> {
                pressure.wrap(records, offset);
                host.pressure(pressure);
            }
            case RecordType.LOSS -> {
                loss.wrap(records, offset);
                lost(timeNs);
            }
            case RecordType.SENSOR_STATE -> {
                sensorState.wrap(records, offset);
                sensor(timeNs);
            }
            default -> {}
        }
    }

    private void lost(long timeNs) throws IOException {
        String reason =
                LossReason.exists(loss.reason()) ? LossReason.of(loss.reason()).label() : "unknown";
        String name = "lost " + loss.count() + " " + RecordType.name(loss.kind()) + " records: " + reason;
        note(name, Map.of("count", loss.count()), timeNs);
    }

    private void sensor(long timeNs) throws IOException {
        if (!Sensor.exists(sensorState.sensor()) || !SensorStatus.exists(sensorState.state())) return;
        String state = SensorStatus.of(sensorState.state()).name().toLowerCase(Locale.ROOT);
        note("sensor " + Sensor.of(sensorState.sensor()).label() + " " + state, Map.of(), timeNs);
    }

    @Override
    public void transition(String json, long timeNs) throws IOException {
        Transition transition;
        try {
            transition = TRANSITION.read(json);
        } catch (JsonException | IllegalStateException e) {
            throw new IOException("a transition in the recording is not the JSON expected: " + e.getMessage(), e);
        }
        long at = transition.changedNs() == null ? timeNs : transition.changedNs();
        lastNs = Math.max(lastNs, at);
        if ("alert".equals(transition.type())) alert(transition, at);
        else if ("incident".equals(transition.type())) incident(transition, at);
    }

    private void alert(Transition alert, long timeNs) throws IOException {
        boolean firing = "firing".equals(alert.state());
        String name = alert.rule() + (firing ? "" : " " + alert.state()) + ": " + alert.message();
        Map<String, Object> notes = notes(alert);
        put(notes, "rule", alert.rule());
        put(notes, "incident", alert.incidentId());
        put(notes, "message", alert.message());
        put(notes, "value", alert.value());
        put(notes, "peak", alert.peak());
        put(notes, "threshold", alert.threshold());
        put(notes, "unit", alert.unit());
        Transition.Offender offender = alert.offender();
        if (offender != null) {
            put(notes, "offender_pid", offender.pid());
            put(notes, "offender", offender.executable() == null ? offender.comm() : offender.executable());
        }
        out.instant(host.events("alerts", timeNs), timeNs, name, notes, 0);
        if (offender != null && firing) {
            processes.mark(offender.pid(), offender.startNs(), timeNs, "alert " + alert.rule(), notes);
        }
    }

    private void incident(Transition incident, long timeNs) throws IOException {
        Map<String, Object> notes = notes(incident);
        if (incident.alerts() != null) notes.put("alerts", String.join(" ", incident.alerts()));
        String name = "incident " + incident.id() + " " + incident.state();
        out.instant(host.events("incidents", timeNs), timeNs, name, notes, 0);
    }

    private static Map<String, Object> notes(Transition transition) {
        Map<String, Object> notes = new LinkedHashMap<>();
        put(notes, "id", transition.id());
        put(notes, "state", transition.state());
        put(notes, "severity", transition.severity());
        return notes;
    }

    private static void put(Map<String, Object> notes, String name, @Nullable Object value) {
        if (value != null) notes.put(name, value);
    }

    /** Gaps that overlap would not nest; each begins where the one before ended, at the earliest. */
    @Override
    public void gap(Gap gap) throws IOException {
        long from = Math.max(gap.fromNs(), gapEndNs);
        gapEndNs = Math.max(from, gap.toNs());
        lastNs = Math.max(lastNs, gapEndNs);
        blind = true;
        long track = host.events("gaps", from);
        Map<String, Object> notes = new LinkedHashMap<>();
        notes.put("records", gap.records());
        notes.put("bytes", gap.bytes());
        notes.put("reason", gap.reason());
        out.begin(track, from, "gap: " + gap.records() + " records, " + gap.reason(), notes, 0);
        out.end(track, gapEndNs, Map.of());
    }

    @Override
    public void damage(long timeNs) throws IOException {
        blind = true;
        note("before this a part of the recording cannot be read", Map.of(), timeNs);
    }

    private void note(String name, Map<String, ?> notes, long timeNs) throws IOException {
        out.instant(host.events(NOTES, timeNs), timeNs, name, notes, 0);
    }

    @Override
    public void end() throws IOException {
        host.end(lastNs);
        processes.end(lastNs);
        if (processes.unshown() > 0) {
            note(processes.unshown() + " processes have no track: too many lived at once", Map.of(), lastNs);
        }
        out.flush();
    }
}
