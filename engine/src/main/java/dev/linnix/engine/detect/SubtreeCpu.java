package dev.linnix.engine.detect;

import dev.linnix.engine.blame.Descent;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.Measures;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.SlidingCounter;
import java.util.List;

/**
 * CPU time of the live processes of a subtree, in percent of one core, second by second up to the last snapshot.
 *
 * @param percent threshold
 * @param seconds for how many
 */
record SubtreeCpu(double percent, int seconds) {
    private static final double US_PER_PERCENT = 10_000;

    /** {@return the walk over the CPU time of the living in all the seconds} */
    Descent descent(HostState host) {
        return Descent.over(host, all(host));
    }

    private LiveCpu all(HostState host) {
        long end = SlidingCounter.bucket(host.cpuUntilNs());
        return new LiveCpu(end - (long) seconds * SlidingCounter.PER_SECOND, end - 1);
    }

    /** {@return the deepest subtrees that used at least the threshold on average over all the seconds} */
    List<ProcessNode> subjects(HostState host) {
        return subjects(host, descent(host));
    }

    /** {@return like {@link #subjects(HostState)}, by a walk of {@link #descent}} */
    List<ProcessNode> subjects(HostState host, Descent descent) {
        return host.cpuUntilNs() == 0 ? List.of() : descent.above(percent * US_PER_PERCENT * seconds);
    }

    /** {@return how many live processes of a subtree used at least 1 % of one core on average over all the seconds} */
    int busy(HostState host, ProcessNode subject) {
        LiveCpu live = all(host);
        int[] busy = new int[1];
        host.table().forSubtree(subject, node -> {
            if (live.own(node) >= US_PER_PERCENT * seconds) busy[0]++;
        });
        return busy[0];
    }

    /** {@return the least CPU the live processes of a subtree used in any of the seconds, percent of one core} */
    double smallestSecond(HostState host, ProcessNode subject) {
        long end = SlidingCounter.bucket(host.cpuUntilNs());
        double smallest = Double.MAX_VALUE;
        for (int i = 1; i <= seconds; i++) {
            smallest = Math.min(smallest, used(host, subject, end - (long) i * SlidingCounter.PER_SECOND));
        }
        return smallest;
    }

    /** {@return what they used in the last second before the last snapshot / threshold} */
    double level(HostState host, ProcessNode subject) {
        if (host.cpuUntilNs() == 0) return 0;
        return used(host, subject, SlidingCounter.bucket(host.cpuUntilNs()) - SlidingCounter.PER_SECOND) / percent;
    }

    private static double used(HostState host, ProcessNode subject, long from) {
        Measure live = live(from, from + SlidingCounter.PER_SECOND - 1);
        double[] us = new double[1];
        host.table().forSubtree(subject, node -> us[0] += live.own(node));
        return us[0] / US_PER_PERCENT;
    }

    private static Measure live(long from, long to) {
        return new LiveCpu(from, to);
    }

    /** CPU time of the living between two buckets, µs. */
    private record LiveCpu(long from, long to) implements Measure {
        @Override
        public int slot() {
            return Measures.CPU_US;
        }

        @Override
        public double own(ProcessNode node) {
            return node.alive() ? node.caused(Measures.CPU_US, from, to) : 0;
        }
    }

    /** {@return CPU time for blame, the dead included, over a window up to the last snapshot} */
    static Measure.Counted window(HostState host, long windowNs) {
        long end = SlidingCounter.bucket(Math.max(host.cpuUntilNs(), Rule.SECOND));
        return new Measure.Counted(Measures.CPU_US, end - windowNs / SlidingCounter.BUCKET_NS, end - 1);
    }
}
