package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * One BPF object: opened from memory, adjusted, loaded, attached. Owns everything made from it, which {@link #close}
 * gives back: links first, then programs and maps. Confined to one thread at a time.
 */
public final class BpfObject implements AutoCloseable {
    private static final int PROG_INFO_SIZE = 232;
    private static final long PROG_INFO_RUN_TIME = 192;
    private static final long PROG_INFO_RUN_COUNT = 200;
    private static final long PROG_INFO_RECURSION = 208;

    private static final int PERF_ATTR_SIZE = 64; // the first version of struct perf_event_attr holds all that is set
    private static final int PERF_TYPE_SOFTWARE = 1; // whose first event is the clock of a CPU
    private static final long PERF_IN_HERTZ = 1 << 10;

    /** Something done to an object between opening and loading it: 0 or more, or a negative error number. */
    @FunctionalInterface
    private interface Adjustment {
        long apply() throws KernelException;
    }

    private final Libbpf libbpf;
    private final Arena arena = Arena.ofShared();
    private final String name;
    private final MemorySegment elf;
    private final MemorySegment options;
    private final List<Adjustment> adjustments = new ArrayList<>();
    private final List<BpfLink> links = new ArrayList<>();
    private long object;
    private boolean loaded;
    private boolean closed;

    private BpfObject(Libbpf libbpf, String name, byte[] elf) throws KernelException {
        this.libbpf = libbpf;
        this.name = name;
        this.elf = arena.allocate(elf.length, 8);
        MemorySegment.copy(elf, 0, this.elf, JAVA_BYTE, 0, elf.length);
        this.options = arena.allocate(16, 8); // struct bpf_object_open_opts: its size, then the name
        options.set(JAVA_LONG, 0, 16);
        options.set(JAVA_LONG, 8, arena.allocateFrom(name).address());
        this.object = libbpf.step(this::openMemory);
        if (object < 0) {
            arena.close();
            throw libbpf.failure("open " + name, object);
        }
    }

    private long openMemory() {
        return Libbpf.pointer(libbpf.objectOpenMem.call(elf.address(), elf.byteSize(), options.address()));
    }

    /**
     * Opens an object; nothing enters the kernel yet.
     *
     * @param name for messages
     * @param elf the compiled object
     * @throws KernelException when libbpf is missing or the bytes are no BPF object
     */
    public static BpfObject open(String name, byte[] elf) throws KernelException {
        return new BpfObject(Libbpf.get(), name, elf);
    }

    /** {@return the type information of this object; valid until it is loaded or closed} */
    public Btf btf() throws KernelException {
        long btf = Libbpf.pointer(libbpf.objectBtf.call(object));
        if (btf < 0) throw new KernelException(name + " carries no BTF", 0, "");
        return Btf.borrowed(libbpf, btf);
    }

    /** Says whether {@link #load} loads a program. */
    public void autoload(String program, boolean wanted) throws KernelException {
        adjust("set autoload of " + program, () -> libbpf.programSetAutoload.callInt(program(program), wanted ? 1 : 0));
    }

    /** Sets the number of entries of a map, or the bytes of a ring, before {@link #load}. */
    public void mapSize(String map, int entries) throws KernelException {
        adjust("size " + map, () -> libbpf.mapSetMaxEntries.callInt(map(map), entries));
    }

    /** Uses an existing map in place of one of this object's, before {@link #load}; the descriptor is duplicated. */
    public void reuseMap(String map, int fd) throws KernelException {
        adjust("reuse a map as " + map, () -> libbpf.mapReuseFd.callInt(map(map), fd));
    }

    /** Sets a 4-byte constant ({@code const volatile}) of the object before {@link #load}. */
    public void constant(String variable, int value) throws KernelException {
        adjust("find the constants of " + name, () -> setConstant(variable, value));
    }

    private long setConstant(String variable, int value) throws KernelException {
        long offset = btf().variableOffset(".rodata", variable);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment size = call.allocate(8, 8);
            long values = Libbpf.pointer(libbpf.mapInitialValue.call(map(".rodata"), size.address()));
            if (values < 0) return values;
            MemorySegment.ofAddress(values).reinterpret(size.get(JAVA_LONG, 0)).set(JAVA_INT, offset, value);
            return 0;
        }
    }

    private void adjust(String tried, Adjustment adjustment) throws KernelException {
        check(tried, adjustment.apply());
        adjustments.add(adjustment);
    }

    /**
     * Loads programs and maps into the kernel.
     *
     * @throws KernelException with errno and the verifier's words
     */
    public void load() throws KernelException {
        if (loaded) throw new IllegalStateException(name + " is loaded");
        check("load " + name, libbpf.step(() -> libbpf.objectLoad.callInt(object), this::loadAnew));
        loaded = true;
    }

    /** libbpf does not try to load the same object again, so this loads another one made the same way. */
    private long loadAnew() {
        long fresh = openMemory();
        if (fresh < 0) return fresh;
        libbpf.objectClose.call(object);
        object = fresh;
        try {
            for (Adjustment adjustment : adjustments) {
                long result = adjustment.apply();
                if (result < 0) return result;
            }
        } catch (KernelException e) {
            return -e.errno();
        }
        return libbpf.objectLoad.callInt(object);
    }

    /**
     * Attaches a loaded program to the hook its section names.
     *
     * @return the link; closed with this object or before
     */
    public BpfLink attach(String program) throws KernelException {
        long handle = program(program);
        return own(program, libbpf.step(() -> Libbpf.pointer(libbpf.programAttach.call(handle))));
    }

    /**
     * Runs a loaded program of type perf_event on one CPU at each tick of a clock, whatever runs there.
     *
     * @param hertz ticks a second
     * @throws KernelException when the CPU is offline (ENODEV), or the kernel refuses
     */
    public BpfLink attachClock(String program, int cpu, int hertz) throws KernelException {
        long handle = program(program);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment attributes = call.allocate(PERF_ATTR_SIZE, 8);
            attributes.set(JAVA_INT, 0, PERF_TYPE_SOFTWARE);
            attributes.set(JAVA_INT, 4, PERF_ATTR_SIZE);
            attributes.set(JAVA_LONG, 16, hertz);
            attributes.set(JAVA_LONG, 40, PERF_IN_HERTZ);
            int fd = (int) check("open a clock on CPU " + cpu, Native.perfEventOpen(attributes, cpu));
            long link = libbpf.step(() -> Libbpf.pointer(libbpf.programAttachPerfEvent.call(handle, fd)));
            if (link < 0) Native.close(fd); // else it is the link's
            return own(program, link);
        }
    }

    private BpfLink own(String program, long link) throws KernelException {
        BpfLink owned = new BpfLink(libbpf, check("attach " + program + " of " + name, link));
        links.add(owned);
        return owned;
    }

    /** Sets an element of a loaded map with keys of 4 bytes and values of at most 8, of which the lower ones are taken. */
    public void put(String map, int key, long value) throws KernelException {
        int fd = mapFd(map);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment keyAt = call.allocateFrom(JAVA_INT, key);
            MemorySegment valueAt = call.allocateFrom(JAVA_LONG, value);
            check("set an element of " + map, libbpf.mapUpdate.callInt(fd, keyAt.address(), valueAt.address(), 0));
        }
    }

    /** {@return the file descriptor of a map after {@link #load}; stays this object's} */
    public int mapFd(String map) throws KernelException {
        return (int) check("open map " + map, libbpf.mapFd.callInt(map(map)));
    }

    /** {@return a reader of an array with one value per CPU, after {@link #load}} */
    public PerCpuArray perCpuArray(String map) throws KernelException {
        int valueSize = libbpf.mapValueSize.callInt(map(map));
        return new PerCpuArray(libbpf, mapFd(map), valueSize);
    }

    /**
     * What the kernel counts of a program.
     *
     * @param runs and {@code runNs}: only while the kernel keeps BPF statistics, else 0
     * @param runNs time spent in it, ns
     * @param recursionMisses runs skipped since the program was already running on that CPU
     */
    public record ProgramInfo(long runs, long runNs, long recursionMisses) {}

    /** {@return what the kernel counts of a loaded program} */
    public ProgramInfo programInfo(String program) throws KernelException {
        long fd = check("open program " + program, libbpf.programFd.callInt(program(program)));
        try (Arena call = Arena.ofConfined()) {
            MemorySegment info = call.allocate(PROG_INFO_SIZE, 8);
            MemorySegment length = call.allocateFrom(JAVA_INT, PROG_INFO_SIZE);
            check(
                    "read what the kernel counts of " + program,
                    libbpf.infoByFd.callInt(fd, info.address(), length.address()));
            return new ProgramInfo(
                    info.get(JAVA_LONG, PROG_INFO_RUN_COUNT),
                    info.get(JAVA_LONG, PROG_INFO_RUN_TIME),
                    info.get(JAVA_LONG, PROG_INFO_RECURSION));
        }
    }

    private long map(String map) throws KernelException {
        return find("map ", libbpf.findMap, map);
    }

    private long program(String program) throws KernelException {
        return find("program ", libbpf.findProgram, program);
    }

    private long find(String what, NativeFunction finder, String key) throws KernelException {
        if (closed) throw new IllegalStateException(name + " is closed");
        try (Arena call = Arena.ofConfined()) {
            long found = finder.call(object, call.allocateFrom(key).address());
            if (found == 0) throw new KernelException("find " + what + key + " in " + name, Errno.ENOENT, "");
            return found;
        }
    }

    private long check(String tried, long result) throws KernelException {
        if (result < 0) throw libbpf.failure(tried, result);
        return result;
    }

    /** {@return whether {@link #load} succeeded} */
    public boolean loaded() {
        return loaded;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        try {
            for (BpfLink link : links.reversed()) link.close();
        } finally {
            libbpf.objectClose.call(object);
            arena.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
