package dev.linnix.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * libbpf.so.1, bound by hand: the calls this module needs, with libbpf's own names. They answer as libbpf does: 0 or
 * more, or a negative error number; those that give a pointer are brought to the same form by {@link #pointer}.
 * Thread-safe.
 */
final class Libbpf {
    /** System property that names another file than {@code libbpf.so.1}. */
    static final String PROPERTY = "libbpf";

    private static @Nullable Libbpf instance;

    private final SymbolLookup library;
    private final LibbpfLog log;

    final NativeFunction objectOpenMem;
    final NativeFunction objectLoad;
    final NativeFunction objectClose;
    final NativeFunction objectBtf;
    final NativeFunction findMap;
    final NativeFunction findProgram;
    final NativeFunction mapFd;
    final NativeFunction mapValueSize;
    final NativeFunction mapSetMaxEntries;
    final NativeFunction mapReuseFd;
    final NativeFunction mapInitialValue;
    final NativeFunction programSetAutoload;
    final NativeFunction programFd;
    final NativeFunction programAttach;
    final NativeFunction programAttachPerfEvent;
    final NativeFunction linkFd;
    final NativeFunction linkDestroy;
    final NativeFunction iterCreate;
    final NativeFunction mapLookup;
    final NativeFunction mapUpdate;
    final NativeFunction possibleCpus;
    final NativeFunction infoByFd;
    final NativeFunction probeMapType;
    final NativeFunction probeHelper;
    final NativeFunction btfLoadVmlinux;
    final NativeFunction btfFree;
    final NativeFunction btfFind;
    final NativeFunction btfType;
    final NativeFunction btfName;
    final NativeFunction btfSize;

    private Libbpf(SymbolLookup library) {
        this.library = library;
        objectOpenMem = function("bpf_object__open_mem");
        objectLoad = function("bpf_object__load");
        objectClose = function("bpf_object__close");
        objectBtf = function("bpf_object__btf");
        findMap = function("bpf_object__find_map_by_name");
        findProgram = function("bpf_object__find_program_by_name");
        mapFd = function("bpf_map__fd");
        mapValueSize = function("bpf_map__value_size");
        mapSetMaxEntries = function("bpf_map__set_max_entries");
        mapReuseFd = function("bpf_map__reuse_fd");
        mapInitialValue = function("bpf_map__initial_value");
        programSetAutoload = function("bpf_program__set_autoload");
        programFd = function("bpf_program__fd");
        programAttach = function("bpf_program__attach");
        programAttachPerfEvent = function("bpf_program__attach_perf_event");
        linkFd = function("bpf_link__fd");
        linkDestroy = function("bpf_link__destroy");
        iterCreate = function("bpf_iter_create");
        mapLookup = function("bpf_map_lookup_elem");
        mapUpdate = function("bpf_map_update_elem");
        possibleCpus = function("libbpf_num_possible_cpus");
        infoByFd = function("bpf_obj_get_info_by_fd");
        probeMapType = function("libbpf_probe_bpf_map_type");
        probeHelper = function("libbpf_probe_bpf_helper");
        btfLoadVmlinux = function("btf__load_vmlinux_btf");
        btfFree = function("btf__free");
        btfFind = function("btf__find_by_name_kind");
        btfType = function("btf__type_by_id");
        btfName = function("btf__name_by_offset");
        btfSize = function("btf__resolve_size");
        log = new LibbpfLog(function("libbpf_set_print"));
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

    private NativeFunction function(String name) {
        return NativeFunction.of(library, name);
    }

    /**
     * Does a step that may be refused. If it is, and libbpf's words were not caught, it is done once more while they
     * are: catching them costs the start of a program more than all its steps, and hardly any step is refused.
     *
     * @param call may be made twice; the second answer counts
     * @return what it answers; if negative, {@link #failure} tells what libbpf said
     */
    long step(LongSupplier call) {
        return step(call, call);
    }

    /** As {@link #step(LongSupplier)}, for a step that is done the second time in another way. */
    long step(LongSupplier call, LongSupplier again) {
        boolean caught = log.begin();
        long result = call.getAsLong();
        if (result >= 0 || caught) return result;
        log.install();
        return again.getAsLong();
    }

    /** {@return the error of a step, with what libbpf printed meanwhile} */
    KernelException failure(String tried, long result) {
        return new KernelException(tried, (int) -result, log.drain());
    }

    /** {@return how many upcalls of the log failed} */
    long logFailures() {
        return log.failures();
    }

    /** {@return the pointer a call of this thread just gave, or the negative error number it left if that is null} */
    static long pointer(long result) {
        return result != 0 ? result : -NativeFunction.errno();
    }

    /** {@return the bytes of a C string in memory that libbpf owns} */
    static String text(long pointer) {
        return MemorySegment.ofAddress(pointer).reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
    }
}
