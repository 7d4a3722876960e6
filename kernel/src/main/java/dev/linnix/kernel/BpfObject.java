package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
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

    private final Libbpf libbpf;
    private final Arena arena = Arena.ofShared();
    private final String name;
    private final MemorySegment object;
    private final List<BpfLink> links = new ArrayList<>();
    private boolean loaded;
    private boolean closed;

    private BpfObject(Libbpf libbpf, String name, byte[] elf) throws KernelException {
        this.libbpf = libbpf;
        this.name = name;
        MemorySegment bytes = arena.allocate(elf.length, 8);
        MemorySegment.copy(elf, 0, bytes, JAVA_BYTE, 0, elf.length);
        MemorySegment options = arena.allocate(16, 8); // struct bpf_object_open_opts: its size, then the name
        options.set(JAVA_LONG, 0, 16);
        options.set(ADDRESS, 8, arena.allocateFrom(name));
        libbpf.beginStep();
        MemorySegment opened = Libbpf.call(
                state -> (MemorySegment) libbpf.objectOpenMem.invokeExact(state, bytes, (long) elf.length, options));
        if (opened == null) {
            arena.close();
            throw libbpf.failure("open " + name, Libbpf.nullErrno());
        }
        this.object = opened;
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

    /** {@return the type information of this object; valid until it is closed} */
    public Btf btf() throws KernelException {
        MemorySegment btf = Libbpf.call(state -> (MemorySegment) libbpf.objectBtf.invokeExact(state, object));
        if (btf == null) throw new KernelException(name + " carries no BTF", 0, "");
        return Btf.borrowed(libbpf, btf);
    }

    /** Says whether {@link #load} loads a program. */
    public void autoload(String program, boolean wanted) throws KernelException {
        MemorySegment handle = program(program);
        check("set autoload of " + program, Libbpf.callInt(() ->
                (int) libbpf.programSetAutoload.invokeExact(handle, wanted)));
    }

    /** Sets the number of entries of a map, or the bytes of a ring, before {@link #load}. */
    public void mapSize(String map, int entries) throws KernelException {
        MemorySegment handle = map(map);
        check("size " + map, Libbpf.callInt(() -> (int) libbpf.mapSetMaxEntries.invokeExact(handle, entries)));
    }

    /** Uses an existing map in place of one of this object's, before {@link #load}; the descriptor is duplicated. */
    public void reuseMap(String map, int fd) throws KernelException {
        MemorySegment handle = map(map);
        check("reuse a map as " + map, Libbpf.callInt(() -> (int) libbpf.mapReuseFd.invokeExact(handle, fd)));
    }

    /** Sets a 4-byte constant ({@code const volatile}) of the object before {@link #load}. */
    public void constant(String variable, int value) throws KernelException {
        long offset = btf().variableOffset(".rodata", variable);
        MemorySegment handle = map(".rodata");
        MemorySegment size = arena.allocate(8, 8);
        MemorySegment values =
                Libbpf.call(state -> (MemorySegment) libbpf.mapInitialValue.invokeExact(state, handle, size));
        if (values == null) throw libbpf.failure("find the constants of " + name, Libbpf.nullErrno());
        values.reinterpret(size.get(JAVA_LONG, 0)).set(JAVA_INT, offset, value);
    }

    /**
     * Loads programs and maps into the kernel.
     *
     * @throws KernelException with errno and the verifier's words
     */
    public void load() throws KernelException {
        libbpf.beginStep();
        check("load " + name, Libbpf.callInt(() -> (int) libbpf.objectLoad.invokeExact(object)));
        loaded = true;
    }

    /**
     * Attaches a loaded program to the hook its section names.
     *
     * @return the link; closed with this object or before
     */
    public BpfLink attach(String program) throws KernelException {
        MemorySegment handle = program(program);
        libbpf.beginStep();
        MemorySegment link = Libbpf.call(state -> (MemorySegment) libbpf.programAttach.invokeExact(state, handle));
        if (link == null) throw libbpf.failure("attach " + program + " of " + name, Libbpf.nullErrno());
        BpfLink owned = new BpfLink(libbpf, link);
        links.add(owned);
        return owned;
    }

    /** {@return the file descriptor of a map after {@link #load}; stays this object's} */
    public int mapFd(String map) throws KernelException {
        MemorySegment handle = map(map);
        return check("open map " + map, Libbpf.callInt(() -> (int) libbpf.mapFd.invokeExact(handle)));
    }

    /** {@return entries of a map, or bytes of a ring} */
    public int mapEntries(String map) throws KernelException {
        MemorySegment handle = map(map);
        return Libbpf.callInt(() -> (int) libbpf.mapMaxEntries.invokeExact(handle));
    }

    /** {@return a reader of an array with one value per CPU, after {@link #load}} */
    public PerCpuArray perCpuArray(String map) throws KernelException {
        MemorySegment handle = map(map);
        int valueSize = Libbpf.callInt(() -> (int) libbpf.mapValueSize.invokeExact(handle));
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
        MemorySegment handle = program(program);
        int fd = check("open program " + program, Libbpf.callInt(() -> (int) libbpf.programFd.invokeExact(handle)));
        try (Arena call = Arena.ofConfined()) {
            MemorySegment info = call.allocate(PROG_INFO_SIZE, 8);
            MemorySegment length = call.allocateFrom(JAVA_INT, PROG_INFO_SIZE);
            check("read what the kernel counts of " + program, Libbpf.callInt(() ->
                    (int) libbpf.infoByFd.invokeExact(fd, info, length)));
            return new ProgramInfo(
                    info.get(JAVA_LONG, PROG_INFO_RUN_COUNT),
                    info.get(JAVA_LONG, PROG_INFO_RUN_TIME),
                    info.get(JAVA_LONG, PROG_INFO_RECURSION));
        }
    }

    private MemorySegment map(String map) throws KernelException {
        return find("map " + map, libbpf.findMap, map);
    }

    private MemorySegment program(String program) throws KernelException {
        return find("program " + program, libbpf.findProgram, program);
    }

    private MemorySegment find(String what, java.lang.invoke.MethodHandle finder, String key) throws KernelException {
        if (closed) throw new IllegalStateException(name + " is closed");
        try (Arena call = Arena.ofConfined()) {
            MemorySegment text = call.allocateFrom(key);
            MemorySegment found = Libbpf.call(state -> (MemorySegment) finder.invokeExact(state, object, text));
            if (found == null) throw new KernelException("find " + what + " in " + name, Errno.ENOENT, "");
            return found;
        }
    }

    private int check(String tried, int result) throws KernelException {
        if (result < 0) throw libbpf.failure(tried, -result);
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
        for (BpfLink link : links.reversed()) link.close();
        try {
            libbpf.objectClose.invokeExact(object);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        } finally {
            arena.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
