package dev.linnix.engine;

import dev.linnix.engine.model.EngineStatus.Loss;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.ProducedRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStateRecord;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.engine.state.StateIo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What came, what was produced, and what was lost on the way, since start. */
final class Ledger {
    private static final int TYPES = 64;
    /** Kinds of records and losses that can be told apart. */
    private static final int MOST = 4096;

    private static final Sensor[] SENSORS = Sensor.values();
    private static final SensorStatus[] STATUSES = SensorStatus.values();

    private final long[] delivered = new long[TYPES];
    private final Map<String, Long> produced = new TreeMap<>();
    private final Map<Loss, Long> lost = new TreeMap<>(Ledger::compare);
    private final Map<Sensor, SensorStatus> sensors = new EnumMap<>(Sensor.class);
    private long early;
    private long malformed;

    private static int compare(Loss a, Loss b) {
        int order = a.sensor().compareTo(b.sensor());
        if (order == 0) order = a.kind().compareTo(b.kind());
        return order == 0 ? a.reason().compareTo(b.reason()) : order;
    }

    void delivered(int type) {
        delivered[type]++;
    }

    void early() {
        early++;
    }

    void malformed() {
        malformed++;
    }

    void produced(ProducedRecord record) {
        produced.merge(RecordType.name(record.kind()), record.count(), Long::sum);
    }

    void lost(LossRecord record) {
        Loss key = new Loss(
                Sensor.of(record.sensor()),
                RecordType.name(record.kind()),
                LossReason.of(record.reason()).label(),
                0);
        lost.merge(key, record.count(), Long::sum);
    }

    void sensor(SensorStateRecord record) {
        sensors.put(Sensor.of(record.sensor()), SensorStatus.of(record.state()));
    }

    void state(StateIo io) {
        io.all(delivered);
        early = io.i64(early);
        malformed = io.i64(malformed);
        each(io, List.copyOf(produced.entrySet()), Map.entry("", 0L), entry -> {
            String kind = io.text(entry.getKey());
            produced.put(kind, io.i64(entry.getValue()));
        });
        each(io, lost(), new Loss(Sensor.LIFECYCLE, "", "", 0), loss -> {
            Sensor sensor = io.constant(loss.sensor(), SENSORS);
            Loss key = new Loss(sensor, io.text(loss.kind()), io.text(loss.reason()), 0);
            lost.put(key, io.i64(loss.count()));
        });
        each(io, List.copyOf(sensors.entrySet()), Map.entry(Sensor.LIFECYCLE, SensorStatus.OFF), entry -> {
            Sensor sensor = io.constant(entry.getKey(), SENSORS);
            sensors.put(sensor, io.constant(entry.getValue(), STATUSES));
        });
    }

    private static <T> void each(StateIo io, List<T> list, T blank, Consumer<T> element) {
        int count = io.count(list.size(), MOST);
        for (int i = 0; i < count; i++) element.accept(io.reading() ? blank : list.get(i));
    }

    Map<String, Long> delivered() {
        Map<String, Long> byName = new TreeMap<>();
        for (int type = 0; type < TYPES; type++) {
            if (delivered[type] > 0) byName.put(RecordType.name(type), delivered[type]);
        }
        return Collections.unmodifiableMap(byName);
    }

    Map<String, Long> produced() {
        return Collections.unmodifiableMap(new TreeMap<>(produced));
    }

    List<Loss> lost() {
        List<Loss> list = new ArrayList<>();
        lost.forEach((key, count) -> list.add(new Loss(key.sensor(), key.kind(), key.reason(), count)));
        return List.copyOf(list);
    }

    Map<Sensor, SensorStatus> sensors() {
        return sensors.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(sensors));
    }

    long earlyCount() {
        return early;
    }

    long malformedCount() {
        return malformed;
    }
}
