package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Type information: of the running kernel, or of one compiled object. Not thread-safe. */
public final class Btf implements AutoCloseable {
    private static final int KIND_PTR = 2;
    private static final int KIND_STRUCT = 4;
    private static final int KIND_TYPEDEF = 8;
    private static final int KIND_DATASEC = 15;
    private static final int TYPE_SIZE = 12;
    private static final int MEMBER_SIZE = 12;

    private final Libbpf libbpf;
    private final long btf;
    private final boolean owned;
    private boolean closed;

    private Btf(Libbpf libbpf, long btf, boolean owned) {
        this.libbpf = libbpf;
        this.btf = btf;
        this.owned = owned;
    }

    static Btf borrowed(Libbpf libbpf, long btf) {
        return new Btf(libbpf, btf, false);
    }

    /**
     * Reads the type information of the running kernel.
     *
     * @throws KernelException when the kernel has none
     */
    public static Btf ofKernel() throws KernelException {
        Libbpf libbpf = Libbpf.get();
        long btf = libbpf.step(() -> Libbpf.pointer(libbpf.btfLoadVmlinux.call()));
        if (btf < 0) throw libbpf.failure("read the kernel's BTF", btf);
        return new Btf(libbpf, btf, true);
    }

    /**
     * {@return how many parameters a {@code tp_btf} program on this tracepoint sees, or empty if the kernel has no such
     * tracepoint}
     */
    public Optional<Integer> tracepointParameters(String tracepoint) {
        int typedef = find("btf_trace_" + tracepoint, KIND_TYPEDEF);
        if (typedef < 0) return Optional.empty();
        MemorySegment pointer = type(referred(type(typedef)));
        if (kind(pointer) != KIND_PTR) return Optional.empty();
        return Optional.of(members(type(referred(pointer))) - 1); // the first is the tracepoint's own data
    }

    /** {@return whether there is a struct of this name} */
    public boolean hasStruct(String name) {
        return find(name, KIND_STRUCT) >= 0;
    }

    /**
     * One member of a struct.
     *
     * @param name in C
     * @param offset bytes from the start of the struct
     * @param size bytes
     */
    public record Member(String name, int offset, int size) {}

    /**
     * Where the members of a struct lie.
     *
     * @param name in C
     * @param size bytes
     * @param members in order of declaration
     */
    public record Struct(String name, int size, List<Member> members) {}

    /** {@return the layout of a struct without bit fields, or empty if there is none of this name} */
    public Optional<Struct> struct(String name) {
        int id = find(name, KIND_STRUCT);
        if (id < 0) return Optional.empty();
        MemorySegment type = type(id);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < members(type); i++) {
            long at = TYPE_SIZE + (long) i * MEMBER_SIZE;
            int memberType = type.get(JAVA_INT, at + 4);
            int bits = type.get(JAVA_INT, at + 8);
            members.add(new Member(text(type.get(JAVA_INT, at)), bits / 8, (int) size(memberType)));
        }
        return Optional.of(new Struct(name, referred(type), List.copyOf(members)));
    }

    /** {@return where a variable lies in its section, bytes} */
    long variableOffset(String section, String variable) throws KernelException {
        int id = find(section, KIND_DATASEC);
        if (id >= 0) {
            MemorySegment type = type(id);
            for (int i = 0; i < members(type); i++) {
                long at = TYPE_SIZE + (long) i * MEMBER_SIZE;
                String name = text(type(type.get(JAVA_INT, at)).get(JAVA_INT, 0));
                if (name.equals(variable)) return Integer.toUnsignedLong(type.get(JAVA_INT, at + 4));
            }
        }
        throw new KernelException("find variable " + variable + " in " + section, Errno.ENOENT, "");
    }

    private int find(String name, int kind) {
        if (closed) throw new IllegalStateException("closed");
        try (Arena arena = Arena.ofConfined()) {
            return libbpf.btfFind.callInt(btf, arena.allocateFrom(name).address(), kind);
        }
    }

    /** struct btf_type: name offset, info (member count, kind), size or type; members follow. */
    private MemorySegment type(int id) {
        long type = libbpf.btfType.call(btf, id);
        if (type == 0) throw new IllegalStateException("BTF refers to type " + id + ", which is missing");
        return MemorySegment.ofAddress(type).reinterpret(TYPE_SIZE + 0xffffL * MEMBER_SIZE);
    }

    private static int kind(MemorySegment type) {
        return (type.get(JAVA_INT, 4) >>> 24) & 31;
    }

    private static int members(MemorySegment type) {
        return type.get(JAVA_INT, 4) & 0xffff;
    }

    private static int referred(MemorySegment type) {
        return type.get(JAVA_INT, 8);
    }

    private long size(int id) {
        return libbpf.btfSize.call(btf, id);
    }

    private String text(int offset) {
        long name = libbpf.btfName.call(btf, offset);
        return name == 0 ? "" : Libbpf.text(name);
    }

    @Override
    public void close() {
        if (closed || !owned) return;
        closed = true;
        libbpf.btfFree.call(btf);
    }
}
