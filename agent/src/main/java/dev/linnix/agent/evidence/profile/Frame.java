package dev.linnix.agent.evidence.profile;

/**
 * One frame of a stack, as far as it could be named.
 *
 * @param kind where it is
 * @param name of the function as the linker or compiler knows it; where there is none, of the file, in brackets
 * @param module name of the file; empty when there is none
 * @param named whether the function is known
 */
record Frame(Kind kind, String name, String module, boolean named) {
    /** Where a frame is; the suffix is the one that tools for folded stacks know. */
    enum Kind {
        /** In the kernel. */
        KERNEL("_[k]"),
        /** In a file. */
        USER(""),
        /** In what was compiled at run time. */
        JIT("_[j]");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    static Frame kernel(String name) {
        return new Frame(Kind.KERNEL, name, "kernel", true);
    }

    static Frame kernelUnknown() {
        return new Frame(Kind.KERNEL, "[kernel]", "kernel", false);
    }

    static Frame unknown(String module) {
        return new Frame(Kind.USER, "[" + module + "]", module, false);
    }

    /** {@return the frame as it stands in folded stacks} */
    String folded() {
        return name.replace(';', ',') + kind.suffix;
    }
}
