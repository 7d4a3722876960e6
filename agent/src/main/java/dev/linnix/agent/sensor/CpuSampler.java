package dev.linnix.agent.sensor;

import dev.linnix.kernel.BpfObject;
import dev.linnix.kernel.BpfRing;
import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.PerCpuArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes the stacks of some processes, and of what they fork, at each tick of a clock on every CPU, from {@link #open} to
 * {@link #close}. Loading takes about 10 ms, a tick of the clock 3 to 6 µs where one of these processes runs. Confined to
 * one thread.
 */
public final class CpuSampler implements AutoCloseable {
    /** Processes that can be named; what descends from them is followed in any case. */
    public static final int MOST_TARGETS = 1024;

    private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

    /**
     * Bytes of the ring, which is mapped twice: a sample has about 300, so that it holds a second of 35 busy CPUs, and is
     * emptied ten times a second.
     */
    private static final int RING_BYTES = 1 << 20;

    private static final long TAKEN = 0; // offsets in struct linnix_profile_counters
    private static final long LOST = 8;

    private final BpfObject object;
    private final BpfRing ring;
    private final PerCpuArray counters;
    private final int cpus;
    private final CpuSample sample = new CpuSample();
    private boolean closed;

    private CpuSampler(BpfObject object, BpfRing ring, int cpus) throws KernelException {
        this.object = object;
        this.ring = ring;
        this.cpus = cpus;
        this.counters = object.perCpuArray("counters");
    }

    /**
     * Begins.
     *
     * @param pids of processes; those beyond {@link #MOST_TARGETS} are left out
     * @param hertz ticks a second on each CPU
     * @throws KernelException when the kernel does not allow it; {@link SensorProbe} puts it into words
     */
    public static CpuSampler open(Collection<Integer> pids, int hertz) throws KernelException {
        BpfObject object = SensorObjects.open("profile");
        BpfRing ring = null;
        try {
            object.mapSize("ring", RING_BYTES);
            object.load();
            ring = BpfRing.map(object.mapFd("ring"), RING_BYTES);
            int named = 0;
            for (int pid : pids) if (named++ < MOST_TARGETS) object.put("targets", pid, 1);
            List<Integer> online = onlineCpus();
            for (int cpu : online) object.attachClock("sample", cpu, hertz);
            return new CpuSampler(object, ring, online.size());
        } catch (KernelException | RuntimeException e) {
            if (ring != null) ring.close();
            object.close();
            throw e;
        }
    }

    private static List<Integer> onlineCpus() throws KernelException {
        try {
            return cpuList(Files.readString(ONLINE, StandardCharsets.US_ASCII));
        } catch (IOException | NumberFormatException e) {
            throw new KernelException("read " + ONLINE, 0, "", e);
        }
    }

    /** {@return the numbers in a list such as {@code 0-2,5}} */
    static List<Integer> cpuList(String list) {
        List<Integer> cpus = new ArrayList<>();
        for (String range : list.strip().split(",")) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
            for (int cpu = first; cpu <= last; cpu++) cpus.add(cpu);
        }
        return cpus;
    }

    /** {@return how many samples there were to hand over} */
    public int drain(Consumer<CpuSample> taker) {
        return ring.reader()
                .drain(
                        (segment, offset, length) -> {
                            if (sample.take(segment, offset, length)) taker.accept(sample);
                        },
                        Integer.MAX_VALUE);
    }

    /** {@return CPUs that are watched} */
    public int cpus() {
        return cpus;
    }

    /**
     * What became of the samples so far.
     *
     * @param taken of the processes that are looked at, the lost ones included
     * @param lost because the ring was full
     */
    public record Counts(long taken, long lost) {}

    /** {@return what became of the samples so far} */
    public Counts counts() throws KernelException {
        counters.read();
        return new Counts(counters.sum(TAKEN), counters.sum(LOST));
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        object.close();
        ring.close();
    }
}
