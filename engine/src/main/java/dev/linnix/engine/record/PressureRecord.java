package dev.linnix.engine.record;

/** Flyweight over {@code struct linnix_pressure}: pressure, memory and load of the host: totals since boot. Valid only during the call it is handed to. Not thread-safe. */
public final class PressureRecord extends Flyweight {
    private static final RecordLayout.Builder FIELDS = RecordLayout.of("linnix_pressure", RecordType.PRESSURE);
    private static final int CPU_SOME_US = FIELDS.u64("cpu_some_us");
    private static final int MEMORY_SOME_US = FIELDS.u64("memory_some_us");
    private static final int MEMORY_FULL_US = FIELDS.u64("memory_full_us");
    private static final int IO_SOME_US = FIELDS.u64("io_some_us");
    private static final int IO_FULL_US = FIELDS.u64("io_full_us");
    private static final int MEMORY_AVAILABLE_BYTES = FIELDS.u64("memory_available_bytes");
    private static final int SWAP_FREE_BYTES = FIELDS.u64("swap_free_bytes");
    private static final int CPU_BUSY_NS = FIELDS.u64("cpu_busy_ns");
    private static final int LOAD_1M_X100 = FIELDS.u64("load_1m_x100");
    private static final int LOAD_5M_X100 = FIELDS.u64("load_5m_x100");
    private static final int LOAD_15M_X100 = FIELDS.u64("load_15m_x100");

    /** Value of a total that the kernel does not keep. */
    public static final long UNKNOWN = -1;

    /** Names, offsets and sizes as the kernel side declares them. */
    public static final RecordLayout LAYOUT = FIELDS.build();

    /** Creates a flyweight bound to nothing. */
    public PressureRecord() {
        super(LAYOUT);
    }

    @Override
    public RecordLayout layout() {
        return LAYOUT;
    }

    /** {@return totals since boot, /proc/pressure; {@link #UNKNOWN} where the kernel does not account pressure} */
    public long cpuSomeUs() {
        return getLong(CPU_SOME_US);
    }

    /** Sets {@link #cpuSomeUs()}. */
    public PressureRecord cpuSomeUs(long value) {
        putLong(CPU_SOME_US, value);
        return this;
    }

    /** {@return memory some us} */
    public long memorySomeUs() {
        return getLong(MEMORY_SOME_US);
    }

    /** Sets {@link #memorySomeUs()}. */
    public PressureRecord memorySomeUs(long value) {
        putLong(MEMORY_SOME_US, value);
        return this;
    }

    /** {@return memory full us} */
    public long memoryFullUs() {
        return getLong(MEMORY_FULL_US);
    }

    /** Sets {@link #memoryFullUs()}. */
    public PressureRecord memoryFullUs(long value) {
        putLong(MEMORY_FULL_US, value);
        return this;
    }

    /** {@return io some us} */
    public long ioSomeUs() {
        return getLong(IO_SOME_US);
    }

    /** Sets {@link #ioSomeUs()}. */
    public PressureRecord ioSomeUs(long value) {
        putLong(IO_SOME_US, value);
        return this;
    }

    /** {@return io full us} */
    public long ioFullUs() {
        return getLong(IO_FULL_US);
    }

    /** Sets {@link #ioFullUs()}. */
    public PressureRecord ioFullUs(long value) {
        putLong(IO_FULL_US, value);
        return this;
    }

    /** {@return memory available bytes} */
    public long memoryAvailableBytes() {
        return getLong(MEMORY_AVAILABLE_BYTES);
    }

    /** Sets {@link #memoryAvailableBytes()}. */
    public PressureRecord memoryAvailableBytes(long value) {
        putLong(MEMORY_AVAILABLE_BYTES, value);
        return this;
    }

    /** {@return swap free bytes} */
    public long swapFreeBytes() {
        return getLong(SWAP_FREE_BYTES);
    }

    /** Sets {@link #swapFreeBytes()}. */
    public PressureRecord swapFreeBytes(long value) {
        putLong(SWAP_FREE_BYTES, value);
        return this;
    }

    /** {@return all CPUs, since boot} */
    public long cpuBusyNs() {
        return getLong(CPU_BUSY_NS);
    }

    /** Sets {@link #cpuBusyNs()}. */
    public PressureRecord cpuBusyNs(long value) {
        putLong(CPU_BUSY_NS, value);
        return this;
    }

    /** {@return load average over one minute times 100, /proc/loadavg} */
    public long load1mX100() {
        return getLong(LOAD_1M_X100);
    }

    /** Sets {@link #load1mX100()}. */
    public PressureRecord load1mX100(long value) {
        putLong(LOAD_1M_X100, value);
        return this;
    }

    /** {@return load average over five minutes times 100, /proc/loadavg} */
    public long load5mX100() {
        return getLong(LOAD_5M_X100);
    }

    /** Sets {@link #load5mX100()}. */
    public PressureRecord load5mX100(long value) {
        putLong(LOAD_5M_X100, value);
        return this;
    }

    /** {@return load average over fifteen minutes times 100, /proc/loadavg} */
    public long load15mX100() {
        return getLong(LOAD_15M_X100);
    }

    /** Sets {@link #load15mX100()}. */
    public PressureRecord load15mX100(long value) {
        putLong(LOAD_15M_X100, value);
        return this;
    }
}
