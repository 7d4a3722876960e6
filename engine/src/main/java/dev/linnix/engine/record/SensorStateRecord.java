package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_sensor_state}: a sensor was switched on or off, or failed. Valid only during the call it is handed to. Not thread-safe. */
public final class SensorStateRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.of("linnix_sensor_state", RecordType.SENSOR_STATE);
    private static final int SENSOR = FIELDS.u32("sensor");
    private static final int STATE = FIELDS.u32("state");

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public SensorStateRecord() {
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
    public SensorStateRecord sensor(int value) {
        putInt(SENSOR, value);
        return this;
    }

    /** {@return {@link SensorStatus}} */
    public int state() {
        return getInt(STATE);
    }

    /** Sets {@link #state()}. */
    public SensorStateRecord state(int value) {
        putInt(STATE, value);
        return this;
    }
}
