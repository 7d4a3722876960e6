package dev.linnix.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A capability set of this process.
 *
 * @param bits one per capability, as {@code /proc/PID/status} prints them
 */
public record Capabilities(long bits) {

    /**
     * {@return the effective capabilities of this process}
     *
     * @throws KernelException when {@code /proc} is not mounted
     */
    public static Capabilities effective() throws KernelException {
        try {
            return parse(Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new KernelException("read /proc/self/status", 0, "", e);
        }
    }

    static Capabilities parse(List<String> status) throws KernelException {
        for (String line : status) {
            if (line.startsWith("CapEff:")) {
                return new Capabilities(Long.parseUnsignedLong(line.substring(7).strip(), 16));
            }
        }
        throw new KernelException("find CapEff in /proc/self/status", 0, "");
    }

    /** {@return whether the set holds this capability; CAP_SYS_ADMIN implies BPF and PERFMON, as the kernel sees it} */
    public boolean has(Capability capability) {
        if ((bits >>> capability.number() & 1) != 0) return true;
        boolean implied = capability == Capability.BPF || capability == Capability.PERFMON;
        return implied && (bits >>> Capability.SYS_ADMIN.number() & 1) != 0;
    }

    /** {@return which of these are missing} */
    public Set<Capability> missing(Capability... wanted) {
        Set<Capability> missing = EnumSet.noneOf(Capability.class);
        for (Capability capability : wanted) if (!has(capability)) missing.add(capability);
        return missing;
    }
}
