package dev.linnix.engine;

import dev.linnix.engine.model.EngineStatus.Loss;
import dev.linnix.engine.record.LossReason;
import dev.linnix.engine.record.LossRecord;
import dev.linnix.engine.record.ProducedRecord;
import dev.linnix.engine.record.RecordType;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStateRecord;
import dev.linnix.engine.record.SensorStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came, what was produced, and what was lost on the way, since start. */
final class Ledger {
    private static final int TYPES = 64;

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
