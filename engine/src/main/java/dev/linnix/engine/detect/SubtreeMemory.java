package dev.linnix.engine.detect;

import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.SampleClock;
import dev.linnix.engine.table.Vitals;

/**
 * Memory of the live processes of a subtree and how it grew.
 *
 * <p>Size is the sum of anonymous and swapped-out memory, plus the largest shared and the largest file mapping of any one
 * process: shared memory counts once. Gain is anonymous and swapped-out memory only, since the latest of the begin of a
 * window and 2 s after the process was forked or called exec: what a child got by copy-on-write, and what a program needs
 * to start, is no growth. Where samples are further apart than the window, the gain between the last two is taken in
 * proportion.
 */
final class SubtreeMemory {
    static final double MB = 1024.0 * 1024;

    /** Longest window, s: what the samples kept cover for sure. */
    static final int LONGEST_S = 12;

    private static final double LEAST_GAIN = 5 * MB;
    private static final long SETTLING_NS = 2 * Rule.SECOND;
    private static final int STEPS = 5;
    private static final int GROWN_STEPS = 3;

    private SubtreeMemory() {}

    /** {@return anonymous and swapped-out memory of each live process, bytes} */
    static Measure size() {
        return node -> node.alive() ? size(node.vitals()) : 0;
    }

    private static long size(Vitals vitals) {
        return vitals.anonBytes() + vitals.swapBytes() + vitals.sharedBytes() + vitals.fileBytes();
    }

    static double mb(double bytes) {
        return Math.round(bytes / MB * 10) / 10.0;
    }

    /** {@return the least gain that tells anything: 5 MB, or twice what the kernel's counters may be off, bytes} */
    static double leastGain(HostState host) {
        return Math.max(LEAST_GAIN, 2.0 * host.facts().memoryErrorBytes());
    }

    /** {@return what each live process gained within a window of at most {@link #LONGEST_S}, bytes} */
    static Measure gain(HostState host, long windowNs) {
        return node -> Math.max(0, gained(host.samples(), node, windowNs));
    }

    private static double gained(SampleClock clock, ProcessNode node, long windowNs) {
        long current = clock.current();
        Vitals vitals = node.vitals();
        if (!node.alive() || vitals.lastSample() != current || current < 1) return 0;
        long now = clock.time(current);
        long settled = Math.max(node.startNs(), node.execNs()) + SETTLING_NS;
        long base = Math.max(clock.firstSince(Math.max(now - windowNs, settled)), vitals.firstSample());
        if (base < current) return gained(vitals, base, current);
        long last = current - 1;
        boolean near = now - clock.time(last) <= windowNs;
        if (near || clock.time(last) < settled || vitals.firstSample() > last) return 0;
        return gained(vitals, last, current) * windowNs / (now - clock.time(last));
    }

    private static double gained(Vitals vitals, long from, long to) {
        return 1024.0 * (vitals.privateKb(to) - vitals.privateKb(from));
    }

    /** {@return what a subtree gained within a window, less what those of it had that ended since, bytes} */
    static double gainOf(HostState host, ProcessNode subject, long windowNs) {
        SampleClock clock = host.samples();
        if (clock.current() < 1) return 0;
        long begin = clock.firstSince(clock.time(clock.current()) - windowNs);
        double[] sum = new double[1];
        host.table().forSubtree(subject, node -> {
            if (node.alive()) sum[0] += gained(clock, node, windowNs);
            else if (covers(node.vitals(), begin))
                sum[0] -= 1024.0 * node.vitals().privateKb(begin);
        });
        return sum[0];
    }

    /** {@return size of a subtree, bytes} */
    static double sizeOf(HostState host, ProcessNode subject) {
        double[] sum = new double[3];
        host.table().forSubtree(subject, node -> {
            if (!node.alive()) return;
            Vitals vitals = node.vitals();
            sum[0] += vitals.anonBytes() + vitals.swapBytes();
            sum[1] = Math.max(sum[1], vitals.sharedBytes());
            sum[2] = Math.max(sum[2], vitals.fileBytes());
        });
        return sum[0] + sum[1] + sum[2];
    }

    /** {@return since when the size of a subtree has been above a limit without a break, as far as samples tell, ns} */
    static long aboveSince(HostState host, ProcessNode subject, double limitBytes) {
        SampleClock clock = host.samples();
        long current = clock.current();
        double rest = sizeOf(host, subject) - 1024.0 * privateKb(host, subject, current);
        long sample = current;
        while (sample > 0
                && current - sample < SampleClock.SAMPLES - 1
                && 1024.0 * privateKb(host, subject, sample - 1) + rest > limitBytes) {
            sample--;
        }
        return clock.time(sample);
    }

    /** {@return whether the private memory of a subtree grew in at least 3 of its last 5 samples} */
    static boolean growsSteadily(HostState host, ProcessNode subject) {
        long current = host.samples().current();
        int grown = 0;
        for (long sample = current; sample > Math.max(0, current - STEPS); sample--) {
            if (stepKb(host, subject, sample) > 0) grown++;
        }
        return grown >= GROWN_STEPS;
    }

    private static long stepKb(HostState host, ProcessNode subject, long sample) {
        long[] step = new long[1];
        host.table().forSubtree(subject, node -> {
            if (has(node, sample) && has(node, sample - 1))
                step[0] += node.vitals().privateKb(sample) - node.vitals().privateKb(sample - 1);
        });
        return step[0];
    }

    private static long privateKb(HostState host, ProcessNode subject, long sample) {
        long[] sum = new long[1];
        host.table().forSubtree(subject, node -> {
            if (has(node, sample)) sum[0] += node.vitals().privateKb(sample);
        });
        return sum[0];
    }

    private static boolean has(ProcessNode node, long sample) {
        return node.alive() && covers(node.vitals(), sample);
    }

    private static boolean covers(Vitals vitals, long sample) {
        return vitals.firstSample() >= 0
                && sample >= vitals.firstSample()
                && sample <= vitals.lastSample()
                && vitals.lastSample() - sample < SampleClock.SAMPLES;
    }
}
