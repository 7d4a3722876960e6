package dev.linnix.agent.sensor;

import dev.linnix.kernel.Capabilities;
import dev.linnix.kernel.Capability;
import dev.linnix.kernel.CgroupIds;
import dev.linnix.kernel.Errno;
import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.KernelFeatures;
import dev.linnix.kernel.KernelFeatures.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can be seen on this host with these rights, before anything is loaded.
 *
 * @param kernelSensors whether life-cycle events and kernel snapshots can be expected to work
 * @param results of each probe
 * @param reason one paragraph for people: what cannot be seen, why, and how to grant it; empty when nothing is missing
 */
public record SensorProbe(boolean kernelSensors, List<KernelFeatures.Result> results, String reason) {
    private static final String GRANT = "Run it as root, or give it these two: as a service with"
            + " AmbientCapabilities=CAP_BPF CAP_PERFMON, by hand with setpriv --ambient-caps +bpf,+perfmon"
            + " --inh-caps +bpf,+perfmon --reuid USER.";
    private static final String NO_BTF = "This kernel does not describe its own types"
            + " (/sys/kernel/btf/vmlinux is missing; it needs CONFIG_DEBUG_INFO_BTF=y).";

    /** {@return what was found out by trying; the same for as long as the program runs} */
    public static SensorProbe probe() {
        List<KernelFeatures.Result> results = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            results.add(KernelFeatures.probe(feature));
            // Without one of the first three every later probe fails for the same cause.
            if (feature.ordinal() <= Feature.KERNEL_BTF.ordinal()
                    && !results.getLast().available()) break;
        }
        List<KernelFeatures.Result> missing =
                results.stream().filter(result -> !result.available()).toList();
        boolean works = missing.stream().allMatch(result -> result.feature() == Feature.LOOP);
        return new SensorProbe(works, List.copyOf(results), missing.isEmpty() ? "" : paragraph(missing.getFirst()));
    }

    private static String paragraph(KernelFeatures.Result missing) {
        return switch (missing.feature()) {
            case CAPABILITIES ->
                "Processes that start and end between two looks at /proc, open files of other users, and"
                        + " exact CPU and memory cannot be seen: this needs CAP_BPF and CAP_PERFMON, and "
                        + missing.detail() + ". " + GRANT;
            case LIBBPF -> "Kernel sensors are off: " + missing.detail() + ". Only /proc is read, at a low rate.";
            case KERNEL_BTF -> "Kernel sensors are off. " + NO_BTF + " Only /proc is read, at a low rate.";
            case RING_BUFFER, TASK_ITERATOR -> "Kernel sensors are off: " + missing.sentence();
            case LOOP -> "The number of open files is not known from snapshots: " + missing.sentence();
        };
    }

    /**
     * {@return whether a failure to load a sensor will be the same at every further try of this process: a missing right,
     * library or description of the kernel's types}
     */
    public static boolean isFinal(KernelException failure) {
        return isDenied(failure) || !isAvailable(Feature.LIBBPF) || !isAvailable(Feature.KERNEL_BTF);
    }

    private static boolean isDenied(KernelException failure) {
        return failure.errno() == Errno.EPERM || failure.errno() == Errno.EACCES;
    }

    private static boolean isAvailable(Feature feature) {
        return KernelFeatures.probe(feature).available();
    }

    /** {@return one paragraph that says why a sensor could not be loaded, and what to do about it} */
    public static String explain(KernelException failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        if (text.charAt(text.length() - 1) != '.') text.append('.');
        if (isAvailable(Feature.LIBBPF) && !isAvailable(Feature.KERNEL_BTF)) {
            text.append(' ').append(NO_BTF);
        }
        if (isDenied(failure)) {
            text.append(' ').append(missingCapabilities()).append(' ').append(GRANT);
        }
        String said = failure.log()
                .lines()
                .filter(line -> line.startsWith("libbpf:"))
                .reduce((first, second) -> second)
                .orElse("");
        if (!said.isEmpty()) text.append(" Last words of the loader: ").append(said);
        return text.toString();
    }

    private static String missingCapabilities() {
        try {
            Set<Capability> missing = Capabilities.effective().missing(Capability.BPF, Capability.PERFMON);
            if (missing.isEmpty()) {
                return "The process has CAP_BPF and CAP_PERFMON, so a security module or kernel lockdown forbids it.";
            }
            return missing.stream().map(Capability::label).sorted().collect(Collectors.joining(" and "))
                    + (missing.size() == 1 ? " is missing." : " are missing.");
        } catch (KernelException e) {
            return String.format(Locale.ROOT, "Its capabilities are unknown (%s).", e.getMessage());
        }
    }

    /** {@return one sentence on how well processes can be told apart by control group} */
    public static String cgroups() {
        try {
            return CgroupIds.open().state().sentence();
        } catch (KernelException e) {
            return "Control groups are unknown: " + e.getMessage() + ".";
        }
    }
}
