package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_snapshot_begin}: a snapshot of all tasks was begun at {@link #timeNs()}. Valid only during the call it is handed to. Not thread-safe. */
public final class SnapshotBeginRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS =
            RecordLayout.of("linnix_snapshot_begin", RecordType.SNAPSHOT_BEGIN);
    private static final int SEQUENCE = FIELDS.u64("sequence");
    private static final int SENSOR = FIELDS.u32("sensor");

    static {
        FIELDS.u32("reserved");
    }

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public SnapshotBeginRecord() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }

    /** {@return sequence} */
    public long sequence() {
        return getLong(SEQUENCE);
    }

    /** Sets {@link #sequence()}. */
    public SnapshotBeginRecord sequence(long value) {
        putLong(SEQUENCE, value);
        return this;
    }

    /** {@return id of the {@link Sensor} that took it} */
    public int sensor() {
        return getInt(SENSOR);
    }

    /** Sets {@link #sensor()}. */
    public SnapshotBeginRecord sensor(int value) {
        putInt(SENSOR, value);
        return this;
    }
}
