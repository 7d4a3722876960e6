package dev.linnix.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * How short the host is of CPU, memory and I/O, from {@code /proc/pressure}, {@code /proc/meminfo},
 * {@code /proc/stat} and {@code /proc/loadavg}. Keeps the files open and parses bytes, so that a reading each second costs next to nothing.
 * Confined to one thread.
 */
public final class Pressure implements AutoCloseable {
    /** Total of what the kernel does not account. */
    public static final long UNKNOWN = -1;

    private static final int BUFFER = 8192;

    /**
     * One reading. Pressure totals are {@link #UNKNOWN} where the kernel does not account pressure.
     *
     * @param cpuSomeUs time since boot in which some task waited for a CPU, µs
     * @param memorySomeUs the same for memory
     * @param memoryFullUs time in which all non-idle tasks waited for memory, µs
     * @param ioSomeUs time in which some task waited for I/O, µs
     * @param ioFullUs time in which all non-idle tasks did, µs
     * @param memoryAvailableBytes what new programs can use without swapping, as the kernel estimates
     * @param swapFreeBytes unused swap
     * @param cpuBusyNs CPU time used since boot, all CPUs: user, nice, system, irq and softirq; in steps of a tick
     * @param load1mX100 load average over one minute, times 100
     * @param load5mX100 over five minutes
     * @param load15mX100 over fifteen
     */
    public record Reading(
            long cpuSomeUs,
            long memorySomeUs,
            long memoryFullUs,
            long ioSomeUs,
            long ioFullUs,
            long memoryAvailableBytes,
            long swapFreeBytes,
            long cpuBusyNs,
            long load1mX100,
            long load5mX100,
            long load15mX100) {}

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] text = new byte[BUFFER];
    private final @Nullable FileChannel cpu;
    private final @Nullable FileChannel memory;
    private final @Nullable FileChannel io;
    private final FileChannel meminfo;
    private final FileChannel stat;
    private final FileChannel loadavg;
    private int length;

    private Pressure(Path proc) throws IOException {
        meminfo = FileChannel.open(proc.resolve("meminfo"), StandardOpenOption.READ);
        stat = FileChannel.open(proc.resolve("stat"), StandardOpenOption.READ);
        loadavg = FileChannel.open(proc.resolve("loadavg"), StandardOpenOption.READ);
        cpu = optional(proc.resolve("pressure/cpu"));
        memory = optional(proc.resolve("pressure/memory"));
        io = optional(proc.resolve("pressure/io"));
    }

    /**
     * Opens the files.
     *
     * @throws KernelException when {@code /proc} is not mounted
     */
    public static Pressure open() throws KernelException {
        return open(Path.of("/proc"));
    }

    static Pressure open(Path proc) throws KernelException {
        try {
            return new Pressure(proc);
        } catch (IOException e) {
            throw new KernelException("open meminfo, stat and loadavg below " + proc, 0, "", e);
        }
    }

    /** With psi=0 the files are there and opening or reading them gives EOPNOTSUPP. */
    private static @Nullable FileChannel optional(Path path) throws IOException {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                channel.read(ByteBuffer.allocate(1), 0);
                return channel;
            } catch (IOException e) {
                channel.close();
                return null;
            }
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * {@return the state of now}
     *
     * @throws KernelException when a file could be opened but not read
     */
    public Reading read() throws KernelException {
        try {
            load(cpu);
            long cpuSome = total("some");
            load(memory);
            long memorySome = total("some");
            long memoryFull = total("full");
            load(io);
            long ioSome = total("some");
            long ioFull = total("full");
            load(meminfo);
            long available = number(after("MemAvailable:")) * 1024;
            long swapFree = number(after("SwapFree:")) * 1024;
            load(stat);
            long busy = busyTicks() * Host.TICK_NS;
            load(loadavg);
            int five = afterBlank(0);
            return new Reading(
                    cpuSome,
                    memorySome,
                    memoryFull,
                    ioSome,
                    ioFull,
                    available,
                    swapFree,
                    busy,
                    hundredths(0),
                    hundredths(five),
                    hundredths(afterBlank(five)));
        } catch (IOException e) {
            throw new KernelException("read pressure of the host", 0, "", e);
        }
    }

    private void load(@Nullable FileChannel file) throws IOException {
        length = 0;
        if (file == null) return;
        buffer.clear();
        file.read(buffer, 0);
        length = buffer.flip().remaining();
        buffer.get(text, 0, length);
    }

    /** {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=12345}. */
    private long total(String kind) {
        int line = after(kind);
        if (line < 0) return UNKNOWN;
        int at = find("total=", line);
        return at < 0 ? UNKNOWN : number(at + 6);
    }

    /** {@code cpu user nice system idle iowait irq softirq steal …}; guest time is part of user time. */
    private long busyTicks() {
        int at = after("cpu ");
        long busy = 0;
        for (int column = 0; column < 7 && at >= 0; column++) {
            if (column != 3 && column != 4) busy += number(at);
            while (at < length && text[at] == ' ') at++;
            while (at < length && text[at] != ' ' && text[at] != '\n') at++;
        }
        return busy;
    }

    /** {@return the number at {@code at}, which has two decimals, times 100} */
    private long hundredths(int at) {
        int point = find(".", at);
        return point < 0 ? 0 : number(at) * 100 + number(point + 1);
    }

    private int afterBlank(int from) {
        int blank = find(" ", from);
        return blank < 0 ? length : blank + 1;
    }

    private int after(String key) {
        int at = find(key, 0);
        return at < 0 ? -1 : at + key.length();
    }

    private int find(String key, int from) {
        for (int at = from; at + key.length() <= length; at++) {
            int i = 0;
            while (i < key.length() && text[at + i] == key.charAt(i)) i++;
            if (i == key.length()) return at;
        }
        return -1;
    }

    /** {@return the number at or behind the blanks at {@code at}, 0 if there is none} */
    private long number(int at) {
        long value = 0;
        if (at < 0) return 0;
        while (at < length && text[at] == ' ') at++;
        while (at < length && text[at] >= '0' && text[at] <= '9') value = value * 10 + text[at++] - '0';
        return value;
    }

    @Override
    public void close() {
        for (FileChannel file : new FileChannel[] {cpu, memory, io, meminfo, stat, loadavg}) {
            try {
                if (file != null) file.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
