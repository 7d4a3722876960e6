package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** Reads element 0 of an array that holds one value per CPU. Confined to one thread; valid while its object is open. */
public final class PerCpuArray {
    private final Libbpf libbpf;
    private final int fd;
    private final int cpus;
    private final long stride;
    private final MemorySegment key;
    private final MemorySegment values;

    PerCpuArray(Libbpf libbpf, int fd, int valueSize) throws KernelException {
        this.libbpf = libbpf;
        this.fd = fd;
        this.cpus = (int) libbpf.step(libbpf.possibleCpus::callInt);
        if (cpus <= 0) throw libbpf.failure("count possible CPUs", cpus);
        this.stride = (valueSize + 7L) & -8L;
        this.key = Arena.ofAuto().allocateFrom(JAVA_INT, 0);
        this.values = Arena.ofAuto().allocate(stride * cpus, 8);
    }

    /** Takes a copy of the values of all CPUs. Each 8-byte counter is whole; counters are not from one instant. */
    public void read() throws KernelException {
        try {
            int result = libbpf.mapLookup.callInt(fd, key.address(), values.address());
            if (result < 0) throw libbpf.failure("read counters", result);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** {@return the sum over all CPUs of the 8-byte counter at {@code offset} of the value, as last read} */
    public long sum(long offset) {
        long sum = 0;
        for (int cpu = 0; cpu < cpus; cpu++) sum += values.get(JAVA_LONG, cpu * stride + offset);
        return sum;
    }

    /** {@return possible CPUs} */
    public int cpus() {
        return cpus;
    }
}
