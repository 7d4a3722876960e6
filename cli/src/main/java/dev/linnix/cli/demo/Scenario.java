package dev.linnix.cli.demo;

import java.util.Locale;

/** One kind of failure the demo causes. Ordered so that none blurs the next: the host-wide one comes first. */
public enum Scenario {
    /** More than 300 forks a second by one process. */
    FORK_STORM("forks_per_sec", "one process forks as fast as it can"),
    /** Anonymous memory, 32 MB a second. */
    MEMORY_LEAK("subtree_rss_mb", "one process takes memory and gives none back"),
    /** Busy threads in one process. */
    CPU_SPIKE("subtree_cpu_pct", "one process spins on every core"),
    /** A parent that spins and keeps starting children that spin. */
    RUNAWAY_TREE("runaway_tree", "a parent and its children spin, and multiply"),
    /** Far more than 50 programs a second that end at once. */
    SHORT_JOBS("short_job_flood", "one process runs one tiny program after the other"),
    /** File descriptors, opened and never closed, up to a soft limit of 1024. */
    FD_LEAK("fd_exhaustion", "one process opens files and closes none");

    private final String detector;
    private final String summary;

    Scenario(String detector, String summary) {
        this.detector = detector;
        this.summary = summary;
    }

    /** {@return its name on the command line} */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the detector that has to catch it} */
    public String detector() {
        return detector;
    }

    /** {@return what goes wrong, for people} */
    public String summary() {
        return summary;
    }
}
