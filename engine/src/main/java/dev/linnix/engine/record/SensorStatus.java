package dev.linnix.engine.record;

/** Whether a sensor delivers, as {@code enum linnix_sensor_status}; {@link #ordinal()} is the value in records. */
public enum SensorStatus {
    /** Not wanted, or not available here. */
    OFF,
    /** Delivers records. */
    ON,
    /** Was on, or should be, and is not. */
    FAILED;

    private static final SensorStatus[] VALUES = values();

    /** {@return whether there is a status with this value in records} */
    public static boolean exists(int id) {
        return id >= 0 && id < VALUES.length;
    }

    /**
     * {@return the status with this value}
     *
     * @throws IllegalArgumentException when there is none
     */
    public static SensorStatus of(int value) {
        if (value < 0 || value >= VALUES.length) throw new IllegalArgumentException("no sensor status " + value);
        return VALUES[value];
    }
}
