package dev.linnix.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * libbpf.so.1, bound by hand: the calls this module needs, with libbpf's own names. Answers as libbpf does: 0 or more,
 * or a negative error number; for pointers {@link #NULL_ERRNO} tells the error number of the calling thread's last null.
 */
final class Libbpf {
    /** System property that names another file than {@code libbpf.so.1}. */
    static final String PROPERTY = "libbpf";

    private static final ThreadLocal<Integer> NULL_ERRNO = ThreadLocal.withInitial(() -> 0);
    private static final FunctionDescriptor POINTER_POINTER = FunctionDescriptor.of(ADDRESS, ADDRESS);
    private static final FunctionDescriptor POINTER_POINTER_POINTER = FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS);
    private static final FunctionDescriptor POINTER_POINTER_INT = FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT);
    private static final FunctionDescriptor INT_POINTER = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    private static final FunctionDescriptor INT_POINTER_INT = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
    private static final FunctionDescriptor INT_INT_POINTER_POINTER =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

    private static @Nullable Libbpf instance;

    private final SymbolLookup library;
    private final LibbpfLog log = new LibbpfLog();

    final MethodHandle objectOpenMem;
    final MethodHandle objectLoad;
    final MethodHandle objectClose;
    final MethodHandle objectBtf;
    final MethodHandle findMap;
    final MethodHandle findProgram;
    final MethodHandle mapFd;
    final MethodHandle mapMaxEntries;
    final MethodHandle mapValueSize;
    final MethodHandle mapSetMaxEntries;
    final MethodHandle mapReuseFd;
    final MethodHandle mapInitialValue;
    final MethodHandle programSetAutoload;
    final MethodHandle programFd;
    final MethodHandle programAttach;
    final MethodHandle linkFd;
    final MethodHandle linkDestroy;
    final MethodHandle iterCreate;
    final MethodHandle mapLookup;
    final MethodHandle possibleCpus;
    final MethodHandle infoByFd;
    final MethodHandle probeMapType;
    final MethodHandle probeHelper;
    final MethodHandle btfLoadVmlinux;
    final MethodHandle btfFree;
    final MethodHandle btfFind;
    final MethodHandle btfType;
    final MethodHandle btfName;
    final MethodHandle btfSize;

    private Libbpf(SymbolLookup library) {
        this.library = library;
        objectOpenMem = pointer("bpf_object__open_mem", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
        objectLoad = plain("bpf_object__load", INT_POINTER);
        objectClose = plain("bpf_object__close", FunctionDescriptor.ofVoid(ADDRESS));
        objectBtf = pointer("bpf_object__btf", POINTER_POINTER);
        findMap = pointer("bpf_object__find_map_by_name", POINTER_POINTER_POINTER);
        findProgram = pointer("bpf_object__find_program_by_name", POINTER_POINTER_POINTER);
        mapFd = plain("bpf_map__fd", INT_POINTER);
        mapMaxEntries = plain("bpf_map__max_entries", INT_POINTER);
        mapValueSize = plain("bpf_map__value_size", INT_POINTER);
        mapSetMaxEntries = plain("bpf_map__set_max_entries", INT_POINTER_INT);
        mapReuseFd = plain("bpf_map__reuse_fd", INT_POINTER_INT);
        mapInitialValue = pointer("bpf_map__initial_value", POINTER_POINTER_POINTER);
        programSetAutoload = plain("bpf_program__set_autoload", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_BOOLEAN));
        programFd = plain("bpf_program__fd", INT_POINTER);
        programAttach = pointer("bpf_program__attach", POINTER_POINTER);
        linkFd = plain("bpf_link__fd", INT_POINTER);
        linkDestroy = plain("bpf_link__destroy", INT_POINTER);
        iterCreate = plain("bpf_iter_create", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        mapLookup = plain("bpf_map_lookup_elem", INT_INT_POINTER_POINTER);
        possibleCpus = plain("libbpf_num_possible_cpus", FunctionDescriptor.of(JAVA_INT));
        infoByFd = plain("bpf_obj_get_info_by_fd", INT_INT_POINTER_POINTER);
        probeMapType = plain("libbpf_probe_bpf_map_type", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
        probeHelper = plain("libbpf_probe_bpf_helper", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
        btfLoadVmlinux = pointer("btf__load_vmlinux_btf", FunctionDescriptor.of(ADDRESS));
        btfFree = plain("btf__free", FunctionDescriptor.ofVoid(ADDRESS));
        btfFind = plain("btf__find_by_name_kind", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        btfType = pointer("btf__type_by_id", POINTER_POINTER_INT);
        btfName = pointer("btf__name_by_offset", POINTER_POINTER_INT);
        btfSize = plain("btf__resolve_size", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT));
        log.install(plain("libbpf_set_print", FunctionDescriptor.ofVoid(ADDRESS)));
    }

    /**
     * {@return the library, loaded once}
     *
     * @throws KernelException when it is not installed
     */
    static synchronized Libbpf get() throws KernelException {
        Libbpf present = instance;
        if (present != null) return present;
        String name = System.getProperty(PROPERTY, "libbpf.so.1");
        Libbpf loaded;
        try {
            loaded = new Libbpf(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException e) {
            String advice = "install it (Debian package libbpf1) or name the file with -D" + PROPERTY + "=PATH";
            throw new KernelException("the library " + name + " cannot be opened: " + advice, 0, "", e);
        } catch (java.util.NoSuchElementException e) {
            throw new KernelException("the library " + name + " is no libbpf of version 1.0 or newer", 0, "", e);
        }
        instance = loaded;
        return loaded;
    }

    private MethodHandle plain(String name, FunctionDescriptor descriptor) {
        return Native.LINKER.downcallHandle(library.findOrThrow(name), descriptor);
    }

    private MethodHandle pointer(String name, FunctionDescriptor descriptor) {
        return Native.LINKER.downcallHandle(library.findOrThrow(name), descriptor, Native.KEEP_ERRNO);
    }

    /** Forgets what was printed, so that the next {@link #failure} tells of one step only. */
    void beginStep() {
        log.drain();
    }

    /** {@return the error of a step, with what libbpf printed since {@link #beginStep}} */
    KernelException failure(String tried, int errno) {
        return new KernelException(tried, errno, log.drain());
    }

    /** {@return how many upcalls of the log failed} */
    long logFailures() {
        return log.failures();
    }

    /** {@return the error number of the last {@link #call} of this thread that gave null} */
    static int nullErrno() {
        return NULL_ERRNO.get();
    }

    /** A call that gives a pointer. */
    @FunctionalInterface
    interface PointerCall {
        MemorySegment call(MemorySegment state) throws Throwable;
    }

    /** A call that gives a number. */
    @FunctionalInterface
    interface IntCall {
        int call() throws Throwable;
    }

    /** {@return the pointer, or null with {@link #nullErrno} set} */
    static @Nullable MemorySegment call(PointerCall call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Native.state(arena);
            MemorySegment result = call.call(state);
            if (result.address() != 0) return result;
            NULL_ERRNO.set(Native.errno(state));
            return null;
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    static int callInt(IntCall call) {
        try {
            return call.call();
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }

    /** {@return the bytes of a C string in memory that libbpf owns} */
    static String text(MemorySegment pointer) {
        return pointer.reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
    }
}
