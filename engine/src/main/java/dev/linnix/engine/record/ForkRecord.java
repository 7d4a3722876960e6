package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_fork}: a process (never a thread) was created. Valid only during the call it is handed to. Not thread-safe. */
public final class ForkRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.of("linnix_fork", RecordType.FORK);
    private static final int START_NS = FIELDS.u64("start_ns");
    private static final int PARENT_START_NS = FIELDS.u64("parent_start_ns");
    private static final int CGROUP_ID = FIELDS.u64("cgroup_id");
    private static final int PID = FIELDS.u32("pid");
    private static final int PARENT_PID = FIELDS.u32("parent_pid");
    private static final int UID = FIELDS.u32("uid");
    private static final int FLAGS = FIELDS.u32("flags");
    private static final int COMM = FIELDS.bytes("comm", 16);

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public ForkRecord() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }

    /** {@return CLOCK_BOOTTIME, ns; with the pid the identity of the process} */
    public long startNs() {
        return getLong(START_NS);
    }

    /** Sets {@link #startNs()}. */
    public ForkRecord startNs(long value) {
        putLong(START_NS, value);
        return this;
    }

    /** {@return of the process that called fork} */
    public long parentStartNs() {
        return getLong(PARENT_START_NS);
    }

    /** Sets {@link #parentStartNs()}. */
    public ForkRecord parentStartNs(long value) {
        putLong(PARENT_START_NS, value);
        return this;
    }

    /** {@return unified hierarchy} */
    public long cgroupId() {
        return getLong(CGROUP_ID);
    }

    /** Sets {@link #cgroupId()}. */
    public ForkRecord cgroupId(long value) {
        putLong(CGROUP_ID, value);
        return this;
    }

    /** {@return pid} */
    public int pid() {
        return getInt(PID);
    }

    /** Sets {@link #pid()}. */
    public ForkRecord pid(int value) {
        putInt(PID, value);
        return this;
    }

    /** {@return parent pid} */
    public int parentPid() {
        return getInt(PARENT_PID);
    }

    /** Sets {@link #parentPid()}. */
    public ForkRecord parentPid(int value) {
        putInt(PARENT_PID, value);
        return this;
    }

    /** {@return uid} */
    public int uid() {
        return getInt(UID);
    }

    /** Sets {@link #uid()}. */
    public ForkRecord uid(int value) {
        putInt(UID, value);
        return this;
    }

    /** {@return flags} */
    public int flags() {
        return getInt(FLAGS);
    }

    /** Sets {@link #flags()}. */
    public ForkRecord flags(int value) {
        putInt(FLAGS, value);
        return this;
    }

    /** {@return where the 16 bytes of the command name begin in the segment; NUL-terminated, any bytes} */
    public long commOffset() {
        return offset() + COMM;
    }

    /** {@return the first 8 bytes of the command name, the first of them lowest} */
    public long commLow() {
        return getLong(COMM);
    }

    /** {@return the last 8 bytes of the command name} */
    public long commHigh() {
        return getLong(COMM + Long.BYTES);
    }

    /** Sets the command name: at most 15 bytes are kept. */
    public ForkRecord comm(byte[] value) {
        putName(COMM, 16, value);
        return this;
    }
}
