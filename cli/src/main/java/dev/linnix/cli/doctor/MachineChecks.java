package dev.linnix.cli.doctor;

import dev.linnix.kernel.Capabilities;
import dev.linnix.kernel.Capability;
import dev.linnix.kernel.CgroupIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Judges a machine. Pure. */
final class MachineChecks {
    /** What is to be done about a kernel that does not tell pressure. */
    static final String PRESSURE_FIX = "add psi=1 to the kernel's command line (it needs CONFIG_PSI=y) and reboot";

    private static final String GROUP = "machine";
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final int REQUIRED_JDK = 25;

    private MachineChecks() {}

    static List<Check> of(Machine machine) {
        List<Check> checks = new ArrayList<>();
        checks.add(kernel(machine));
        checks.add(
                machine.btf()
                        ? Check.ok(GROUP, "btf", "The kernel describes its types.")
                        : Check.problem(
                                GROUP,
                                "btf",
                                "The kernel does not describe its types (/sys/kernel/btf/vmlinux is missing), so kernel"
                                        + " sensors cannot be loaded and only /proc is read.",
                                "boot a kernel built with CONFIG_DEBUG_INFO_BTF=y, on Debian: apt-get install"
                                        + " linux-image-$(dpkg --print-architecture)"));
        checks.add(
                machine.libbpf() == null
                        ? Check.ok(GROUP, "libbpf", "libbpf is installed.")
                        : Check.problem(
                                GROUP,
                                "libbpf",
                                "libbpf cannot be opened, so kernel sensors cannot be loaded: " + machine.libbpf(),
                                "apt-get install libbpf1"));
        checks.add(rights(machine));
        checks.add(lockdown(machine));
        checks.add(unprivileged(machine));
        checks.add(cgroups(machine));
        checks.add(
                machine.pressure()
                        ? Check.ok(GROUP, "pressure", "The kernel tells pressure (PSI).")
                        : Check.warning(
                                GROUP,
                                "pressure",
                                "The kernel does not tell pressure (PSI), so rules about it never fire.",
                                PRESSURE_FIX));
        checks.add(
                machine.jdk() >= REQUIRED_JDK
                        ? Check.ok(GROUP, "jdk", "Java " + machine.jdk() + ".")
                        : Check.problem(
                                GROUP,
                                "jdk",
                                "Java " + machine.jdk() + " is too old; " + REQUIRED_JDK + " is needed.",
                                "unpack a JDK " + REQUIRED_JDK + " from https://adoptium.net below /opt"));
        return checks;
    }

    private static Check kernel(Machine machine) {
        String name = "kernel";
        Matcher release = RELEASE.matcher(machine.kernel());
        if (!release.matches()) {
            return Check.problem(
                    GROUP,
                    name,
                    "The kernel's release cannot be read from /proc/sys/kernel/osrelease: '" + machine.kernel() + "'.",
                    "mount -t proc proc /proc");
        }
        int version = Integer.parseInt(release.group(1)) * 1000 + Integer.parseInt(release.group(2));
        String linux = "Linux " + machine.kernel();
        if (version < 5008) {
            return Check.problem(
                    GROUP,
                    name,
                    linux + " is too old for kernel sensors, which need 5.8: only /proc is read.",
                    "install a newer kernel, on Debian: apt-get install linux-image-$(dpkg --print-architecture)");
        }
        if (version < 5011) {
            return Check.warning(
                    GROUP,
                    name,
                    linux
                            + " counts BPF memory as locked memory (until 5.11) and cannot count open files (until 5.17).",
                    "as a service: LimitMEMLOCK=infinity; by hand: ulimit -l unlimited");
        }
        if (version < 5017) {
            return Check.warning(
                    GROUP,
                    name,
                    linux + " cannot count the open files of a process, which needs 5.17: fd_exhaustion never fires.",
                    "install a newer kernel, on Debian: apt-get install linux-image-$(dpkg --print-architecture)");
        }
        return Check.ok(GROUP, name, linux + "; no limit on locked memory matters.");
    }

    /** What this process may do; it matters only to who wants to start an agent with the same rights. */
    private static Check rights(Machine machine) {
        Set<Capability> missing = new Capabilities(machine.capabilities()).missing(Capability.BPF, Capability.PERFMON);
        String names = missing.stream().map(Capability::label).sorted().collect(Collectors.joining(" and "));
        return Check.ok(
                GROUP,
                "rights",
                missing.isEmpty()
                        ? "An agent started by this user sees everything (CAP_BPF and CAP_PERFMON)."
                        : "This user lacks " + names + ": start the agent with sudo, or as a service.");
    }

    private static Check lockdown(Machine machine) {
        String mode = machine.lockdown();
        if ("confidentiality".equals(mode)) {
            return Check.problem(
                    GROUP,
                    "lockdown",
                    "Kernel lockdown is in its confidentiality mode, in which BPF may not read kernel memory.",
                    "boot with lockdown=integrity on the kernel's command line");
        }
        return Check.ok(
                GROUP,
                "lockdown",
                mode == null ? "The kernel does not tell of a lockdown." : "Kernel lockdown: " + mode + ".");
    }

    private static Check unprivileged(Machine machine) {
        String value = machine.unprivilegedBpf();
        if (!"0".equals(value)) return Check.ok(GROUP, "users", "Users without rights may not load BPF.");
        return Check.warning(
                GROUP,
                "users",
                "Users without any right may load BPF programs; Linnix does not need that.",
                "sysctl -w kernel.unprivileged_bpf_disabled=1");
    }

    private static Check cgroups(Machine machine) {
        CgroupIds.State state = machine.cgroups();
        if (state == CgroupIds.State.UNIFIED) return Check.ok(GROUP, "cgroup", state.sentence());
        return Check.warning(
                GROUP,
                "cgroup",
                state == null ? "Control groups are unknown: /proc cannot be read." : state.sentence(),
                "boot with systemd.unified_cgroup_hierarchy=1");
    }
}
