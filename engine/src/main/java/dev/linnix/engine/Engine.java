package dev.linnix.engine;

import dev.linnix.engine.detect.Detector.Moment;
import dev.linnix.engine.incident.AlertBook;
import dev.linnix.engine.incident.IncidentBook;
import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.record.ProducedRecord;
import dev.linnix.engine.record.RecordHeader;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStateRecord;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.engine.record.SnapshotBeginRecord;
import dev.linnix.engine.record.SnapshotEndRecord;
import dev.linnix.engine.record.TaskRecord;
import dev.linnix.engine.record.ThreadRecord;
import dev.linnix.engine.record.TickRecord;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.engine.state.Keyframe;
import dev.linnix.engine.state.MalformedStateException;
import dev.linnix.engine.state.References;
import dev.linnix.engine.state.StateException;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.state.StateReader;
import dev.linnix.engine.state.StateSizeException;
import dev.linnix.engine.state.StateWriter;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Image;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.RecordApplier;
import dev.linnix.engine.table.SnapshotApplier;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state machine. Everything that can change its state enters through {@link #accept} or {@link #reload}; the same
 * inputs give the same alerts, incidents and ids. Time is the highest timestamp seen: a life-cycle record or tick that is
 * earlier is taken to happen now, and counted. Confined to one thread. Per record nothing is allocated, but for a node
 * when more processes are known than ever before, and for an executable image not seen lately.
 */
public final class Engine {
    /** Rules are asked at most this often while records flow, ns. */
    private static final long EVALUATION_NS = 100_000_000L;

    /**
     * How long rules wait for the first snapshot, ns: before it, whoever is to blame has neither name nor ancestors, and an
     * alert says for ever what was known when it fired.
     */
    private static final long UNSEEN_NS = 2 * Rule.SECOND;

    private final RecordHeader header = new RecordHeader();
    private final ForkRecord fork = new ForkRecord();
    private final ExecRecord exec = new ExecRecord();
    private final ExitRecord exit = new ExitRecord();
    private final TaskRecord task = new TaskRecord();
    private final ThreadRecord thread = new ThreadRecord();
    private final ImageRecord image = new ImageRecord();
    private final SnapshotBeginRecord snapshotBegin = new SnapshotBeginRecord();
    private final SnapshotEndRecord snapshotEnd = new SnapshotEndRecord();
    private final TickRecord tick = new TickRecord();
    private final PressureRecord pressure = new PressureRecord();
    private final LossRecord loss = new LossRecord();
    private final ProducedRecord produced = new ProducedRecord();
    private final SensorStateRecord sensorState = new SensorStateRecord();

    private final HostState host;
    private final RecordApplier records;
    private final SnapshotApplier snapshots;
    private final RuleSetMonitor rules;
    private final Ledger ledger = new Ledger();
    private final EngineView view;
    private EventTap tap = EventTap.NONE;
    private boolean dirty;
    private long evaluatedNs;
    private long second;
    private long beganNs;

    /** Creates an engine that knows nothing yet. */
    public Engine(HostFacts facts, RuleSet rules, AlertListener listener) {
        this(facts, listener);
        this.rules.reload(rules);
    }

    private Engine(HostFacts facts, AlertListener listener) {
        this.host = new HostState(facts);
        this.records = new RecordApplier(host);
        this.snapshots = new SnapshotApplier(host, records);
        AlertBook alerts = new AlertBook(listener);
        IncidentBook incidents = new IncidentBook(host, listener);
        this.rules = new RuleSetMonitor(host, alerts, incidents);
        this.view = new Views(host, records, snapshots, this.rules, ledger, alerts, incidents);
    }

    /**
     * {@return the engine that had this state}
     *
     * @param facts of its host
     * @param rules that were in force
     * @throws StateException when this is no state, or none of an engine with these rules
     */
    public static Engine restore(HostFacts facts, RuleSet rules, Keyframe keyframe, AlertListener listener)
            throws StateException {
        return take(facts, keyframe, listener, rules, true);
    }

    /**
     * {@return an engine that knows of the host what another one knew, and has other rules, which begin anew}
     *
     * @param facts of the host
     * @throws StateException when this is no state
     */
    public static Engine adopt(HostFacts facts, RuleSet rules, Keyframe keyframe, AlertListener listener)
            throws StateException {
        return take(facts, keyframe, listener, rules, false);
    }

    private static Engine take(
            HostFacts facts, Keyframe keyframe, AlertListener listener, RuleSet rules, boolean withAlerts)
            throws StateException {
        Engine engine = new Engine(facts, listener);
        try {
            References<Image> images = new References<>(Image.read(keyframe.images()));
            StateReader in = new StateReader(keyframe.state());
            References<ProcessNode> nodes = engine.hostState(in, images);
            engine.rules.reload(rules);
            if (withAlerts) in.frame(() -> engine.rules.state(in, nodes));
        } catch (MalformedStateException | IllegalArgumentException e) {
            throw new StateException("this is no state of an engine with these rules: " + e.getMessage(), e);
        }
        return engine;
    }

    /** {@return whether {@link #save} can be called: not while the rows of a snapshot come} */
    public boolean atRest() {
        return snapshots.atRest();
    }

    /**
     * {@return the state between two inputs}
     *
     * @throws IllegalStateException while the rows of a snapshot come
     * @throws StateSizeException when there is not enough memory free for it
     */
    public Keyframe save() {
        if (!atRest()) throw new IllegalStateException("the rows of a snapshot come");
        References<Image> images = host.images();
        StateWriter out = new StateWriter();
        References<ProcessNode> nodes = hostState(out, images);
        out.frame(() -> rules.state(out, nodes));
        return Keyframe.of(Image.written(images.objects()), out.pieces());
    }

    /** Writes or reads all but what hangs on the rules. */
    private References<ProcessNode> hostState(StateIo io, References<Image> images) {
        io.frame(() -> {
            dirty = io.flag(dirty);
            evaluatedNs = io.i64(evaluatedNs);
            second = io.i64(second);
            beganNs = io.i64(beganNs);
            io.frame(() -> records.state(io));
            io.frame(() -> snapshots.state(io));
            io.frame(() -> ledger.state(io));
        });
        List<References<ProcessNode>> nodes = new ArrayList<>();
        io.frame(() -> nodes.add(host.state(io, images)));
        if (nodes.isEmpty()) throw new MalformedStateException("the processes are missing");
        return nodes.getFirst();
    }

    /**
     * Takes one record. The bytes are read during the call only. A record of unknown type, wrong length or with
     * a sensor or reason that does not exist is counted as malformed and otherwise ignored.
     *
     * @param length of the record in bytes, as its carrier says
     */
    public void accept(MemorySegment segment, long offset, int length) {
        if (length < header.layout().size()) {
            ledger.malformed();
            return;
        }
        header.wrap(segment, offset);
        int type = header.type();
        Flyweight record = flyweight(type);
        if (record == null
                || header.length() > length
                || header.length() < record.layout().size()) {
            ledger.malformed();
            return;
        }
        record.wrap(segment, offset);
        if (!isValid(type)) {
            ledger.malformed();
            return;
        }
        ledger.delivered(type);
        apply(type, record.timeNs());
    }

    private @Nullable Flyweight flyweight(int type) {
        return switch (type) {
            case RecordType.FORK -> fork;
            case RecordType.EXEC -> exec;
            case RecordType.EXIT -> exit;
            case RecordType.TASK -> task;
            case RecordType.THREAD -> thread;
            case RecordType.IMAGE -> image;
            case RecordType.SNAPSHOT_BEGIN -> snapshotBegin;
            case RecordType.SNAPSHOT_END -> snapshotEnd;
            case RecordType.TICK -> tick;
            case RecordType.LOSS -> loss;
            case RecordType.PRODUCED -> produced;
            case RecordType.PRESSURE -> pressure;
            case RecordType.SENSOR_STATE -> sensorState;
            default -> null;
        };
    }

    private boolean isValid(int type) {
        return switch (type) {
            case RecordType.LOSS -> Sensor.exists(loss.sensor()) && LossReason.exists(loss.reason());
            case RecordType.SENSOR_STATE ->
                Sensor.exists(sensorState.sensor()) && SensorStatus.exists(sensorState.state());
            default -> true;
        };
    }

    private void apply(int type, long timeNs) {
        switch (type) {
            case RecordType.FORK -> {
                advance(timeNs);
                records.fork(fork, host.nowNs());
                tap.fork(fork);
                dirty = true;
            }
            case RecordType.EXEC -> {
                advance(timeNs);
                records.exec(exec, host.nowNs());
                tap.exec(exec);
            }
            case RecordType.EXIT -> {
                advance(timeNs);
                long repeats = records.duplicateExits();
                records.exit(exit, host.nowNs());
                if (records.duplicateExits() == repeats) tap.exit(exit);
                dirty = true;
            }
            case RecordType.TICK -> tick(timeNs);
            case RecordType.SNAPSHOT_BEGIN -> snapshots.begin(snapshotBegin);
            case RecordType.TASK -> snapshots.task(task);
            case RecordType.THREAD -> snapshots.thread(thread);
            case RecordType.IMAGE -> records.image(image);
            case RecordType.SNAPSHOT_END -> {
                snapshots.end(snapshotEnd);
                rules.evaluate(Moment.SNAPSHOT);
            }
            case RecordType.LOSS -> {
                ledger.lost(loss);
                if (loss.sensor() == Sensor.LIFECYCLE.id()) {
                    records.lost(loss.kind(), loss.reason(), loss.count());
                }
                dirty = true;
            }
            case RecordType.PRODUCED -> {
                ledger.produced(produced);
                records.produced(produced.count());
            }
            case RecordType.PRESSURE -> host.read(pressure);
            case RecordType.SENSOR_STATE -> ledger.sensor(sensorState);
            default -> {}
        }
    }

    private void advance(long timeNs) {
        if (!host.advance(timeNs)) ledger.early();
    }

    private void tick(long timeNs) {
        advance(timeNs);
        long now = host.nowNs();
        if (beganNs == 0) beganNs = now;
        if (snapshots.applied() == 0 && now - beganNs < UNSEEN_NS) return;
        boolean newSecond = now / Rule.SECOND != second;
        if (!newSecond && !(dirty && now - evaluatedNs >= EVALUATION_NS)) return;
        dirty = !rules.evaluate(Moment.EVENTS);
        evaluatedNs = now;
        if (!newSecond) return;
        second = now / Rule.SECOND;
        rules.evaluate(Moment.SECOND);
        rules.second();
        snapshots.second();
    }

    /** Shows every life-cycle record from now on to {@code next}; to be called before the engine's thread starts. */
    public void tap(EventTap next) {
        tap = next;
    }

    /** Puts other rules in force. Rules equal to a present one keep their windows and alerts; others are withdrawn. */
    public void reload(RuleSet next) {
        rules.reload(next);
    }

    /** {@return whether a condition is pending, so that snapshots should come faster} */
    public boolean pending() {
        return rules.pending() > 0;
    }

    /** {@return the view handed to queries; to be used on the engine's thread only} */
    public EngineView view() {
        return view;
    }
}
