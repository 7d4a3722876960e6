package dev.linnix.engine.record;

/** Bits of the {@code flags} fields, as {@code bpf/linnix.h} defines them. */
public final class RecordFlags {
    /** Image: a component or the root end of the path is missing. */
    public static final int PATH_CUT = 1;
    /** Image: no executable file could be read. */
    public static final int PATH_UNREADABLE = 2;
    /** Image: more argument bytes exist than the record holds. */
    public static final int ARGS_CUT = 4;
    /** Image: the argument pages could not be read. */
    public static final int ARGS_UNREADABLE = 8;

    /** Process: a kernel thread. */
    public static final int KERNEL_THREAD = 1;
    /** Task: no memory map; exit: peak memory unknown. */
    public static final int NO_MEMORY = 2;
    /** Task: this kernel cannot count open files in the iterator. */
    public static final int FDS_UNKNOWN = 4;
    /** Exit: the peak may predate the last exec. */
    public static final int PEAK_INHERITED = 8;
    /** Process: lives in the initial PID namespace. */
    public static final int IN_INITIAL_PIDNS = 16;
    /** Process: is PID 1 of a PID namespace that is not the initial one. */
    public static final int PIDNS_INIT = 32;

    private RecordFlags() {}
}
