package dev.linnix.engine.record;

/** Record types of {@code enum linnix_record_type}; the values are part of the recording format. */
public final class RecordType {
    /** {@link ForkRecord}. */
    public static final int FORK = 1;
    /** {@link ExecRecord}. */
    public static final int EXEC = 2;
    /** {@link ExitRecord}. */
    public static final int EXIT = 3;
    /** {@link TaskRecord}. */
    public static final int TASK = 16;
    /** {@link ThreadRecord}. */
    public static final int THREAD = 17;
    /** {@link ImageRecord}. */
    public static final int IMAGE = 18;
    /** {@link SnapshotBeginRecord}. */
    public static final int SNAPSHOT_BEGIN = 32;
    /** {@link SnapshotEndRecord}. */
    public static final int SNAPSHOT_END = 33;
    /** {@link TickRecord}. */
    public static final int TICK = 34;
    /** {@link LossRecord}. */
    public static final int LOSS = 35;
    /** {@link ProducedRecord}. */
    public static final int PRODUCED = 36;
    /** {@link PressureRecord}. */
    public static final int PRESSURE = 37;
    /** {@link SensorStateRecord}. */
    public static final int SENSOR_STATE = 38;

    private RecordType() {}

    /** {@return the name used in metrics and messages, {@code "unknown"} for a value this version does not know} */
    public static String name(int type) {
        return switch (type) {
            case FORK -> "fork";
            case EXEC -> "exec";
            case EXIT -> "exit";
            case TASK -> "task";
            case THREAD -> "thread";
            case IMAGE -> "image";
            case SNAPSHOT_BEGIN -> "snapshot_begin";
            case SNAPSHOT_END -> "snapshot_end";
            case TICK -> "tick";
            case LOSS -> "loss";
            case PRODUCED -> "produced";
            case PRESSURE -> "pressure";
            case SENSOR_STATE -> "sensor_state";
            default -> "unknown";
        };
    }
}
