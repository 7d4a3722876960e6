package dev.linnix.agent.loop;

import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStateRecord;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.kernel.RecordHandler;
import java.lang.foreign.MemorySegment;

/** Reads batches of records and writes the records of the agent itself. */
final class Records {
    private static final int HEADER = 16;

    private Records() {}

    /**
     * Hands over records that lie back to back.
     *
     * @throws IllegalArgumentException when a length is impossible; what was before has been handed over
     */
    static void forEach(MemorySegment batch, RecordHandler handler) {
        long offset = 0;
        while (offset < batch.byteSize()) {
            long left = batch.byteSize() - offset;
            int length = left < HEADER ? 0 : Flyweight.length(batch, offset);
            if (length < HEADER || length > left) {
                throw new IllegalArgumentException(
                        "a record at " + offset + " of " + batch.byteSize() + " bytes claims a length of " + length);
            }
            handler.onRecord(batch, offset, length);
            offset += length;
        }
    }

    /** {@return one record that tells of a sensor's state} */
    static MemorySegment sensorState(long timeNs, Sensor sensor, SensorStatus status) {
        SensorStateRecord record = new SensorStateRecord();
        MemorySegment segment = allocate(record.layout().size());
        record.begin(segment, 0, timeNs);
        record.sensor(sensor.id()).state(status.ordinal());
        return segment;
    }

    /** {@return zeroed memory on the heap, aligned as records are} */
    static MemorySegment allocate(int bytes) {
        return MemorySegment.ofArray(new long[(bytes + Long.BYTES - 1) / Long.BYTES])
                .asSlice(0, bytes);
    }
}
