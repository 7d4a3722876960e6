package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_produced}: records of one kind were produced in the kernel, lost ones included, since the previous report. Valid only during the call it is handed to. Not thread-safe. */
public final class ProducedRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.of("linnix_produced", RecordType.PRODUCED);
    private static final int SENSOR = FIELDS.u32("sensor");
    private static final int KIND = FIELDS.u32("kind");
    private static final int COUNT = FIELDS.u64("count");

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public ProducedRecord() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }

    /** {@return sensor} */
    public int sensor() {
        return getInt(SENSOR);
    }

    /** Sets {@link #sensor()}. */
    public ProducedRecord sensor(int value) {
        putInt(SENSOR, value);
        return this;
    }

    /** {@return kind} */
    public int kind() {
        return getInt(KIND);
    }

    /** Sets {@link #kind()}. */
    public ProducedRecord kind(int value) {
        putInt(KIND, value);
        return this;
    }

    /** {@return since the previous report} */
    public long count() {
        return getLong(COUNT);
    }

    /** Sets {@link #count()}. */
    public ProducedRecord count(long value) {
        putLong(COUNT, value);
        return this;
    }
}
