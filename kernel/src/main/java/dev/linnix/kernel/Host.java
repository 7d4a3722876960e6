package dev.linnix.kernel;

/** Constants of the running system. Thread-safe. */
public final class Host {
    private static final int SC_CLK_TCK = 2;
    private static final int SC_PAGESIZE = 30;
    private static final int SC_NPROCESSORS_CONF = 83;
    private static final int SC_NPROCESSORS_ONLN = 84;
    private static final int SC_PHYS_PAGES = 85;

    /** Bytes of a page. */
    public static final int PAGE_SIZE = (int) Native.sysconf(SC_PAGESIZE);
    /** Length of the ticks {@code /proc} counts CPU time in, ns. */
    public static final long TICK_NS = 1_000_000_000L / Native.sysconf(SC_CLK_TCK);

    private Host() {}

    /** {@return configured CPUs} */
    public static int cpus() {
        return (int) Native.sysconf(SC_NPROCESSORS_CONF);
    }

    /** {@return CPUs running now} */
    public static int onlineCpus() {
        return (int) Native.sysconf(SC_NPROCESSORS_ONLN);
    }

    /** {@return physical memory, bytes} */
    public static long memoryBytes() {
        return Native.sysconf(SC_PHYS_PAGES) * PAGE_SIZE;
    }

    /**
     * {@return how far one memory counter of one process may be off, bytes: since 6.2 each CPU keeps up to
     * max(32, 2 × online CPUs) pages to itself (lib/percpu_counter.c)}
     */
    public static long memoryErrorBytes() {
        long online = onlineCpus();
        return Math.max(32, 2 * online) * online * PAGE_SIZE;
    }
}
