package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_loss}: records of one kind were lost on the way, since the previous report. Valid only during the call it is handed to. Not thread-safe. */
public final class LossRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.of("linnix_loss", RecordType.LOSS);
    private static final int SENSOR = FIELDS.u32("sensor");
    private static final int KIND = FIELDS.u32("kind");
    private static final int REASON = FIELDS.u32("reason");

    static {
        FIELDS.u32("reserved");
    }

    private static final int COUNT = FIELDS.u64("count");

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public LossRecord() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }

    /** {@return {@link Sensor}} */
    public int sensor() {
        return getInt(SENSOR);
    }

    /** Sets {@link #sensor()}. */
    public LossRecord sensor(int value) {
        putInt(SENSOR, value);
        return this;
    }

    /** {@return {@link RecordType} of the lost records; 0 when unknown} */
    public int kind() {
        return getInt(KIND);
    }

    /** Sets {@link #kind()}. */
    public LossRecord kind(int value) {
        putInt(KIND, value);
        return this;
    }

    /** {@return {@link LossReason}} */
    public int reason() {
        return getInt(REASON);
    }

    /** Sets {@link #reason()}. */
    public LossRecord reason(int value) {
        putInt(REASON, value);
        return this;
    }

    /** {@return since the previous report} */
    public long count() {
        return getLong(COUNT);
    }

    /** Sets {@link #count()}. */
    public LossRecord count(long value) {
        putLong(COUNT, value);
        return this;
    }
}
