package dev.linnix.bench;

import dev.linnix.kernel.BpfRing;
import dev.linnix.kernel.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The ring of another process, opened by the id of its map. The descriptor stays open until it is closed. */
final class SharedRing implements AutoCloseable {
    private static final SymbolLookup LIBBPF = SymbolLookup.libraryLookup("libbpf.so.1", Arena.global());
    private static final MethodHandle OPEN = handle(LIBBPF, "bpf_map_get_fd_by_id");
    private static final MethodHandle CLOSE = handle(Linker.nativeLinker().defaultLookup(), "close");

    private final int descriptor;
    private final long bytes;

    /** Opens the ring; needs the right to look maps up by id. */
    SharedRing(int mapId, long bytes) throws KernelException {
        this.bytes = bytes;
        descriptor = call(OPEN, mapId);
        if (descriptor < 0) throw new KernelException("open map " + mapId, -descriptor, "");
    }

    int descriptor() {
        return descriptor;
    }

    /** {@return a mapping of the ring whose reader begins where the one consumer stands now} */
    BpfRing map() throws KernelException {
        return BpfRing.map(descriptor, bytes);
    }

    /** {@return how far the one consumer has come, bytes since the ring was made} */
    long consumerPosition() throws KernelException {
        try (BpfRing ring = map()) {
            return ring.reader().consumerPosition();
        }
    }

    private static MethodHandle handle(SymbolLookup library, String name) {
        return Linker.nativeLinker()
                .downcallHandle(
                        library.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    private static int call(MethodHandle function, int argument) {
        try {
            return (int) function.invokeExact(argument);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call native code", e);
        }
    }

    @Override
    public void close() {
        call(CLOSE, descriptor);
    }
}
