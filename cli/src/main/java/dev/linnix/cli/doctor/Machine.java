package dev.linnix.cli.doctor;

import dev.linnix.kernel.Capabilities;
import dev.linnix.kernel.CgroupIds;
import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.KernelFeatures;
import dev.linnix.kernel.KernelFeatures.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of this machine.
 *
 * @param kernel release, as uname -r
 * @param btf whether the kernel's types can be read
 * @param libbpf null when it can be opened, else why not
 * @param capabilities effective ones of this process; 0 when unknown
 * @param cgroups kind of hierarchy; null when unknown
 * @param pressure whether the kernel tells pressure
 * @param lockdown the mode in force; null when the kernel does not tell
 * @param unprivilegedBpf value of kernel.unprivileged_bpf_disabled; null when there is none
 * @param jdk feature release of this JVM
 * @param bootId of the running boot
 * @param freeBytes of the file system of the state directory; null when there is no such directory
 * @param stateMode permission bits of the state directory; null when there is none
 */
record Machine(
        String kernel,
        boolean btf,
        @Nullable String libbpf,
        long capabilities,
        CgroupIds.@Nullable State cgroups,
        boolean pressure,
        @Nullable String lockdown,
        @Nullable String unprivilegedBpf,
        int jdk,
        String bootId,
        @Nullable Long freeBytes,
        @Nullable Integer stateMode) {

    /** {@return this machine, as it is now} */
    static Machine look(Path stateDir) {
        KernelFeatures.Result libbpf = KernelFeatures.probe(Feature.LIBBPF);
        return new Machine(
                line("/proc/sys/kernel/osrelease").orElse("unknown"),
                KernelFeatures.probe(Feature.KERNEL_BTF).available(),
                libbpf.available() ? null : libbpf.detail(),
                ownCapabilities(),
                cgroupState(),
                line("/proc/pressure/cpu").isPresent(),
                line("/sys/kernel/security/lockdown").map(Machine::chosen).orElse(null),
                line("/proc/sys/kernel/unprivileged_bpf_disabled").orElse(null),
                Runtime.version().feature(),
                line("/proc/sys/kernel/random/boot_id").orElse(""),
                freeBytes(stateDir),
                mode(stateDir));
    }

    /** {@return the effective capabilities of a process; empty when there is none of this number that can be seen} */
    static Optional<Capabilities> capabilitiesOf(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)) {
                if (!line.startsWith("CapEff:")) continue;
                return Optional.of(new Capabilities(
                        Long.parseUnsignedLong(line.substring(7).strip(), 16)));
            }
        } catch (IOException _) {
            return Optional.empty(); // It has ended, or /proc hides it.
        }
        return Optional.empty();
    }

    private static long ownCapabilities() {
        try {
            return Capabilities.effective().bits();
        } catch (KernelException _) {
            return 0; // No /proc; the kernel's release is unknown then too, and that is reported.
        }
    }

    private static CgroupIds.@Nullable State cgroupState() {
        try {
            return CgroupIds.open().state();
        } catch (KernelException _) {
            return null;
        }
    }

    private static @Nullable Long freeBytes(Path directory) {
        try {
            return Files.isDirectory(directory) ? Files.getFileStore(directory).getUsableSpace() : null;
        } catch (IOException _) {
            return null; // Not ours to see.
        }
    }

    private static @Nullable Integer mode(Path directory) {
        try {
            return (Integer) Files.getAttribute(directory, "unix:mode") & 0777;
        } catch (IOException | UnsupportedOperationException _) {
            return null; // There is none, or not ours to see.
        }
    }

    /** {@return the word in brackets of {@code none [integrity] confidentiality}} */
    private static String chosen(String line) {
        int open = line.indexOf('[');
        int close = line.indexOf(']', open + 1);
        return open < 0 || close < 0 ? line : line.substring(open + 1, close);
    }

    private static Optional<String> line(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
