package dev.linnix.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What this kernel can do for this process, found out by trying. Probed once per feature and kept. Thread-safe. */
public final class KernelFeatures {
    private static final Path KERNEL_BTF = Path.of("/sys/kernel/btf/vmlinux");
    private static final int MAP_TYPE_RINGBUF = 27;
    private static final int PROGRAM_TYPE_KPROBE = 2; // any type that may call general helpers would do
    private static final int HELPER_LOOP = 181;

    /** Something a sensor may need. */
    public enum Feature {
        /** The capabilities to load tracing programs. */
        CAPABILITIES("any", "snapshots read from /proc at a low rate"),
        /** libbpf on this machine. */
        LIBBPF("any", "snapshots read from /proc at a low rate"),
        /** Type information of the running kernel. */
        KERNEL_BTF("5.5 with CONFIG_DEBUG_INFO_BTF=y", "snapshots read from /proc at a low rate"),
        /** Ring buffers. */
        RING_BUFFER("5.8", "task snapshots; no life-cycle events"),
        /** Walks over all tasks. */
        TASK_ITERATOR("5.8", "life-cycle events, and snapshots read from /proc"),
        /** {@code bpf_loop}, to count open files. */
        LOOP("5.17", "everything but the number of open files in snapshots");

        private final String minimumKernel;
        private final String otherwise;

        Feature(String minimumKernel, String otherwise) {
            this.minimumKernel = minimumKernel;
            this.otherwise = otherwise;
        }

        /** {@return the first kernel that has it} */
        public String minimumKernel() {
            return minimumKernel;
        }

        /** {@return what still works without it} */
        public String otherwise() {
            return otherwise;
        }
    }

    /**
     * What a probe found.
     *
     * @param feature probed
     * @param available whether it can be used
     * @param tried what was done to find out
     * @param errno how it was refused; 0 when it was not, or not by the kernel
     * @param detail more for the reader; may be empty
     */
    public record Result(Feature feature, boolean available, String tried, int errno, String detail) {
        /** {@return one sentence for people} */
        public String sentence() {
            if (available) return tried + ": yes.";
            String why = errno != 0 ? Errno.describe(errno) : detail.isEmpty() ? "no" : detail;
            return tried + ": " + why + " (needs kernel " + feature.minimumKernel() + "). Without it: "
                    + feature.otherwise() + ".";
        }
    }

    private static final Map<Feature, Result> KNOWN = new EnumMap<>(Feature.class);

    private KernelFeatures() {}

    /** {@return what the first probe of this feature found} */
    public static Result probe(Feature feature) {
        synchronized (KNOWN) {
            return KNOWN.computeIfAbsent(feature, KernelFeatures::find);
        }
    }

    private static Result find(Feature feature) {
        return switch (feature) {
            case CAPABILITIES -> capabilities();
            case LIBBPF -> libbpf();
            case KERNEL_BTF -> {
                boolean readable = Files.isReadable(KERNEL_BTF);
                yield new Result(feature, readable, "read " + KERNEL_BTF, readable ? 0 : Errno.ENOENT, "");
            }
            case RING_BUFFER ->
                probed(feature, "create a ring buffer map", libbpf -> libbpf.probeMapType.callInt(MAP_TYPE_RINGBUF, 0));
            case TASK_ITERATOR -> taskIterator();
            case LOOP ->
                probed(
                        feature,
                        "load a program that calls bpf_loop",
                        libbpf -> libbpf.probeHelper.callInt(PROGRAM_TYPE_KPROBE, HELPER_LOOP, 0));
        };
    }

    private static Result capabilities() {
        String tried = "hold CAP_BPF and CAP_PERFMON";
        try {
            Set<Capability> missing = Capabilities.effective().missing(Capability.BPF, Capability.PERFMON);
            String names = missing.stream().map(Capability::label).collect(Collectors.joining(" and "));
            return new Result(
                    Feature.CAPABILITIES,
                    missing.isEmpty(),
                    tried,
                    missing.isEmpty() ? 0 : Errno.EPERM,
                    missing.isEmpty() ? "" : "missing: " + names);
        } catch (KernelException e) {
            return new Result(Feature.CAPABILITIES, false, tried, e.errno(), String.valueOf(e.getMessage()));
        }
    }

    private static Result libbpf() {
        KernelException failure = libbpfFailure();
        String detail = failure == null ? "" : String.valueOf(failure.getMessage());
        return new Result(Feature.LIBBPF, failure == null, "open libbpf", 0, detail);
    }

    private static @Nullable KernelException libbpfFailure() {
        try {
            Libbpf.get();
            return null;
        } catch (KernelException e) {
            return e;
        }
    }

    private static Result taskIterator() {
        String tried = "find the task iterator in the kernel's BTF";
        try (Btf btf = Btf.ofKernel()) {
            boolean present = btf.hasStruct("bpf_iter__task");
            return new Result(Feature.TASK_ITERATOR, present, tried, present ? 0 : Errno.ENOENT, "");
        } catch (KernelException e) {
            return new Result(Feature.TASK_ITERATOR, false, tried, e.errno(), String.valueOf(e.getMessage()));
        }
    }

    /** libbpf's probes say 1 for yes, 0 for no, and a negative error number when they could not find out. */
    private static Result probed(Feature feature, String tried, ToIntFunction<Libbpf> probe) {
        try {
            int result = probe.applyAsInt(Libbpf.get());
            return new Result(feature, result > 0, tried, result > 0 ? 0 : result == 0 ? Errno.EINVAL : -result, "");
        } catch (KernelException e) {
            return new Result(feature, false, tried, e.errno(), String.valueOf(e.getMessage()));
        }
    }
}
