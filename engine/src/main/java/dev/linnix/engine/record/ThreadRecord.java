package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_thread}: a live thread that is not the leader of its group, in a snapshot. Valid only during the call it is handed to. Not thread-safe. */
public final class ThreadRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.of("linnix_thread", RecordType.THREAD);
    private static final int CPU_NS = FIELDS.u64("cpu_ns");
    private static final int PID = FIELDS.u32("pid");
    private static final int TID = FIELDS.u32("tid");

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public ThreadRecord() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }

    /** {@return cpu ns} */
    public long cpuNs() {
        return getLong(CPU_NS);
    }

    /** Sets {@link #cpuNs()}. */
    public ThreadRecord cpuNs(long value) {
        putLong(CPU_NS, value);
        return this;
    }

    /** {@return tgid} */
    public int pid() {
        return getInt(PID);
    }

    /** Sets {@link #pid()}. */
    public ThreadRecord pid(int value) {
        putInt(PID, value);
        return this;
    }

    /** {@return tid} */
    public int tid() {
        return getInt(TID);
    }

    /** Sets {@link #tid()}. */
    public ThreadRecord tid(int value) {
        putInt(TID, value);
        return this;
    }
}
