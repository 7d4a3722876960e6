package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_task}: one process in a snapshot; {@link #timeNs()} is the moment the row was read. Valid only during the call it is handed to. Not thread-safe. */
public final class TaskRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.of("linnix_task", RecordType.TASK);
    private static final int START_NS = FIELDS.u64("start_ns");
    private static final int PARENT_START_NS = FIELDS.u64("parent_start_ns");
    private static final int CGROUP_ID = FIELDS.u64("cgroup_id");
    private static final int CPU_NS = FIELDS.u64("cpu_ns");
    private static final int ANON_BYTES = FIELDS.u64("anon_bytes");
    private static final int FILE_BYTES = FIELDS.u64("file_bytes");
    private static final int SHARED_BYTES = FIELDS.u64("shared_bytes");
    private static final int SWAP_BYTES = FIELDS.u64("swap_bytes");
    private static final int FD_LIMIT = FIELDS.u64("fd_limit");
    private static final int PID = FIELDS.u32("pid");
    private static final int PARENT_PID = FIELDS.u32("parent_pid");
    private static final int UID = FIELDS.u32("uid");
    private static final int STATE = FIELDS.u32("state");
    private static final int THREADS = FIELDS.u32("threads");
    private static final int FDS = FIELDS.u32("fds");
    private static final int STATUS = FIELDS.u32("status");
    private static final int FLAGS = FIELDS.u32("flags");
    private static final int COMM = FIELDS.bytes("comm", 16);

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public TaskRecord() {
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
    public TaskRecord startNs(long value) {
        putLong(START_NS, value);
        return this;
    }

    /** {@return of the current parent} */
    public long parentStartNs() {
        return getLong(PARENT_START_NS);
    }

    /** Sets {@link #parentStartNs()}. */
    public TaskRecord parentStartNs(long value) {
        putLong(PARENT_START_NS, value);
        return this;
    }

    /** {@return cgroup id} */
    public long cgroupId() {
        return getLong(CGROUP_ID);
    }

    /** Sets {@link #cgroupId()}. */
    public TaskRecord cgroupId(long value) {
        putLong(CGROUP_ID, value);
        return this;
    }

    /** {@return leader plus threads that are gone; live threads follow as linnix_thread} */
    public long cpuNs() {
        return getLong(CPU_NS);
    }

    /** Sets {@link #cpuNs()}. */
    public TaskRecord cpuNs(long value) {
        putLong(CPU_NS, value);
        return this;
    }

    /** {@return anon bytes} */
    public long anonBytes() {
        return getLong(ANON_BYTES);
    }

    /** Sets {@link #anonBytes()}. */
    public TaskRecord anonBytes(long value) {
        putLong(ANON_BYTES, value);
        return this;
    }

    /** {@return file bytes} */
    public long fileBytes() {
        return getLong(FILE_BYTES);
    }

    /** Sets {@link #fileBytes()}. */
    public TaskRecord fileBytes(long value) {
        putLong(FILE_BYTES, value);
        return this;
    }

    /** {@return shared bytes} */
    public long sharedBytes() {
        return getLong(SHARED_BYTES);
    }

    /** Sets {@link #sharedBytes()}. */
    public TaskRecord sharedBytes(long value) {
        putLong(SHARED_BYTES, value);
        return this;
    }

    /** {@return swap bytes} */
    public long swapBytes() {
        return getLong(SWAP_BYTES);
    }

    /** Sets {@link #swapBytes()}. */
    public TaskRecord swapBytes(long value) {
        putLong(SWAP_BYTES, value);
        return this;
    }

    /** {@return soft RLIMIT_NOFILE} */
    public long fdLimit() {
        return getLong(FD_LIMIT);
    }

    /** Sets {@link #fdLimit()}. */
    public TaskRecord fdLimit(long value) {
        putLong(FD_LIMIT, value);
        return this;
    }

    /** {@return pid} */
    public int pid() {
        return getInt(PID);
    }

    /** Sets {@link #pid()}. */
    public TaskRecord pid(int value) {
        putInt(PID, value);
        return this;
    }

    /** {@return current parent} */
    public int parentPid() {
        return getInt(PARENT_PID);
    }

    /** Sets {@link #parentPid()}. */
    public TaskRecord parentPid(int value) {
        putInt(PARENT_PID, value);
        return this;
    }

    /** {@return uid} */
    public int uid() {
        return getInt(UID);
    }

    /** Sets {@link #uid()}. */
    public TaskRecord uid(int value) {
        putInt(UID, value);
        return this;
    }

    /** {@return kernel's __state | exit_state; 0 is running} */
    public int state() {
        return getInt(STATE);
    }

    /** Sets {@link #state()}. */
    public TaskRecord state(int value) {
        putInt(STATE, value);
        return this;
    }

    /** {@return live threads; 0 for a zombie} */
    public int threads() {
        return getInt(THREADS);
    }

    /** Sets {@link #threads()}. */
    public TaskRecord threads(int value) {
        putInt(THREADS, value);
        return this;
    }

    /** {@return open file descriptors} */
    public int fds() {
        return getInt(FDS);
    }

    /** Sets {@link #fds()}. */
    public TaskRecord fds(int value) {
        putInt(FDS, value);
        return this;
    }

    /** {@return exit status of a zombie} */
    public int status() {
        return getInt(STATUS);
    }

    /** Sets {@link #status()}. */
    public TaskRecord status(int value) {
        putInt(STATUS, value);
        return this;
    }

    /** {@return flags} */
    public int flags() {
        return getInt(FLAGS);
    }

    /** Sets {@link #flags()}. */
    public TaskRecord flags(int value) {
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
    public TaskRecord comm(byte[] value) {
        putName(COMM, 16, value);
        return this;
    }
}
