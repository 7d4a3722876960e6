package dev.linnix.engine.record;

/** Sources of records, as {@code enum linnix_sensor}. */
public enum Sensor {
    /** Fork, exec and exit through the shared ring. */
    LIFECYCLE(1),
    /** Snapshots of all tasks by iterator. */
    TASKS(2),
    /** Pressure of the host. */
    PRESSURE(3),
    /** The fallback that reads {@code /proc}. */
    PROC(4);

    private static final Sensor[] VALUES = values();
    private final int id;

    Sensor(int id) {
        this.id = id;
    }

    /** {@return the value in records} */
    public int id() {
        return id;
    }

    /** {@return the name used in metrics and messages, lower case} */
    public String label() {
        return switch (this) {
            case LIFECYCLE -> "lifecycle";
            case TASKS -> "tasks";
            case PRESSURE -> "pressure";
            case PROC -> "proc";
        };
    }

    /** {@return whether there is a sensor with this value in records} */
    public static boolean exists(int id) {
        return id >= 1 && id <= VALUES.length;
    }

    /**
     * {@return the sensor with this id}
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Sensor of(int id) {
        if (id < 1 || id > VALUES.length) throw new IllegalArgumentException("no sensor " + id);
        return VALUES[id - 1];
    }
}
