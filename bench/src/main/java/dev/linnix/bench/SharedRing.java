package dev.linnix.bench;

import dev.linnix.kernel.BpfRing;
import dev.linnix.kernel.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The ring of another process, opened by the id of its map. The descriptor is open until this process ends. */
final class SharedRing {
    private final int descriptor;
    private final BpfRing ring;

    /** Opens the ring; needs the right to look maps up by id. */
    SharedRing(int mapId, long bytes) throws KernelException {
        descriptor = descriptorOf(mapId);
        if (descriptor < 0) throw new KernelException("open map " + mapId, -descriptor, "");
        ring = BpfRing.map(descriptor, bytes);
    }

    int descriptor() {
        return descriptor;
    }

    BpfRing ring() {
        return ring;
    }

    private static int descriptorOf(int mapId) {
        MethodHandle open = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup("libbpf.so.1", Arena.global())
                                .findOrThrow("bpf_map_get_fd_by_id"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            return (int) open.invokeExact(mapId);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot call libbpf", e);
        }
    }
}
