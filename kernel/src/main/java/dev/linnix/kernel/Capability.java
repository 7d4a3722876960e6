package dev.linnix.kernel;

/** Capabilities that matter to a sensor; the numbers are those of linux/capability.h. */
public enum Capability {
    /** Read any file and directory. */
    DAC_READ_SEARCH(2),
    /** Look into other users' processes. */
    SYS_PTRACE(19),
    /** Administer the system; includes the rest of what BPF once needed. */
    SYS_ADMIN(21),
    /** Read the kernel's log where {@code kernel.dmesg_restrict} is 1. */
    SYSLOG(34),
    /** Performance monitoring: BPF programs that read kernel memory. */
    PERFMON(38),
    /** Create BPF maps and load programs. */
    BPF(39);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /** {@return the bit in a capability set} */
    public int number() {
        return number;
    }

    /** {@return the name administrators know, e.g. {@code CAP_BPF}} */
    public String label() {
        return "CAP_" + name();
    }
}
