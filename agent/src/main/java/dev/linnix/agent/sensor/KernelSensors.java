package dev.linnix.agent.sensor;

import dev.linnix.kernel.BpfObject;
import dev.linnix.kernel.BpfRing;
import dev.linnix.kernel.Btf;
import dev.linnix.kernel.Epoll;
import dev.linnix.kernel.Host;
import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.PerCpuArray;
import dev.linnix.kernel.RecordHandler;
import java.util.Optional;

/**
 * The life-cycle sensor in the kernel and the ring it fills: fork, exec and exit of every process from {@link #open} to
 * {@link #close}. Confined to one thread, but for {@link #wake} and the {@link LossCounters} made from it.
 */
public final class KernelSensors implements RingSource {
    /** Default size of the ring, bytes; it is mapped twice in a row, so it counts twice in the resident set. */
    public static final int DEFAULT_RING_BYTES = 1 << 20;

    private static final String RING = "ring";
    private static final String FORK = "on_fork";
    private static final String EXEC = "on_exec";
    static final String EXIT = "on_exit";
    static final String EXIT_LIVE = "on_exit_live";
    /** Parameters of sched_process_exit from 6.16 on: the task, and whether its group is dead. */
    private static final int PARAMETERS_WITH_GROUP_DEAD = 2;

    private final BpfObject object;
    private final BpfRing ring;
    private final Epoll epoll;
    private final String exitProgram;
    private boolean closed;

    private KernelSensors(BpfObject object, BpfRing ring, Epoll epoll, String exitProgram) {
        this.object = object;
        this.ring = ring;
        this.epoll = epoll;
        this.exitProgram = exitProgram;
    }

    /**
     * Loads and attaches the sensor. Every process that forks, executes or ends after this returned is recorded.
     *
     * @param ringBytes size of the ring; a power of two and a multiple of the page size
     * @throws KernelException when the kernel, its configuration or a capability does not allow it; {@link SensorProbe}
     *     puts it into words
     */
    public static KernelSensors open(int ringBytes) throws KernelException {
        if (Integer.bitCount(ringBytes) != 1 || ringBytes % Host.PAGE_SIZE != 0) {
            throw new IllegalArgumentException(
                    "ring of " + ringBytes + " bytes: expected a power of two and a multiple of " + Host.PAGE_SIZE);
        }
        try {
            return open(ringBytes, EXIT);
        } catch (KernelException e) {
            // Reading the kernel's types to know beforehand would cost every start 25 ms.
            if (exitVariant().equals(EXIT)) throw e;
            return open(ringBytes, EXIT_LIVE);
        }
    }

    static KernelSensors open(int ringBytes, String exit) throws KernelException {
        BpfObject object = SensorObjects.open("lifecycle");
        BpfRing ring = null;
        Epoll epoll = null;
        try {
            object.mapSize(RING, ringBytes);
            object.constant("page_size", Host.PAGE_SIZE);
            object.autoload(exit, true);
            object.load();
            ring = BpfRing.map(object.mapFd(RING), ringBytes);
            epoll = Epoll.open();
            epoll.add(object.mapFd(RING));
            // Ends first: a process whose start is seen must not end unseen.
            object.attach(exit);
            object.attach(EXEC);
            object.attach(FORK);
            return new KernelSensors(object, ring, epoll, exit);
        } catch (KernelException | RuntimeException e) {
            if (epoll != null) epoll.close();
            if (ring != null) ring.close();
            object.close();
            throw e;
        }
    }

    private static String exitVariant() throws KernelException {
        try (Btf btf = Btf.ofKernel()) {
            Optional<Integer> parameters = btf.tracepointParameters("sched_process_exit");
            return parameters.orElse(0) >= PARAMETERS_WITH_GROUP_DEAD ? EXIT : EXIT_LIVE;
        }
    }

    /**
     * {@return whether an exit can be reported more than once, when several threads end together: kernels before 6.16
     * do not say which thread was the last}
     */
    public boolean exitsMayRepeat() {
        return exitProgram.equals(EXIT_LIVE);
    }

    @Override
    public int drain(RecordHandler handler, int limit) {
        return ring.reader().drain(handler, limit);
    }

    @Override
    public long producerPosition() {
        return ring.reader().producerPosition();
    }

    @Override
    public long consumerPosition() {
        return ring.reader().consumerPosition();
    }

    /**
     * Waits. Most records do not wake the reader, as that costs the traced process more than all the rest: only a ring
     * that fills beyond a quarter and a process killed by a signal do. So drain after each return, whatever its cause.
     */
    @Override
    public void await(int timeoutMillis) {
        epoll.await(timeoutMillis);
    }

    @Override
    public void wake() {
        epoll.wake();
    }

    /** {@return size of the ring, bytes} */
    public long ringBytes() {
        return ring.size();
    }

    PerCpuArray counters() throws KernelException {
        return object.perCpuArray("cpus");
    }

    /** {@return runs of the programs the kernel skipped: fork, exec, exit} */
    long[] recursionMisses() throws KernelException {
        return new long[] {
            object.programInfo(FORK).recursionMisses(),
            object.programInfo(EXEC).recursionMisses(),
            object.programInfo(exitProgram).recursionMisses()
        };
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        epoll.close();
        object.close();
        ring.close();
    }
}
