package dev.linnix.engine.detect;

import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.SlidingCounter;
import org.jspecify.annotations.Nullable;

/** Windows over counters, for the host or for a subtree. */
final class Windows {
    private Windows() {}

    /** {@return the whole seconds in a duration, rounded up, at least 1} */
    static int seconds(long durationNs) {
        return (int) Math.max(1, (durationNs + Rule.SECOND - 1) / Rule.SECOND);
    }

    /** {@return the first bucket of the running second} */
    static long runningSecond(HostState host) {
        return host.nowNs() / Rule.SECOND * SlidingCounter.PER_SECOND;
    }

    /**
     * A window that ends now. It is at most one bucket shorter than asked for and never longer, so that a count is never
     * above the true one.
     */
    static Measure.Counted untilNow(HostState host, int slot, long windowNs) {
        long now = SlidingCounter.bucket(host.nowNs());
        return new Measure.Counted(slot, now - windowNs / SlidingCounter.BUCKET_NS + 1, now);
    }

    /** {@return the sum over a window, of the host or of a subtree with its dead} */
    static double sum(HostState host, @Nullable ProcessNode subject, Measure.Counted window) {
        if (subject == null) return host.total(window.slot(), window.from(), window.to());
        return host.table().sum(subject, window);
    }

    /** {@return the smallest sum of any of the last {@code seconds} seconds before bucket {@code end}} */
    static double smallestSecond(HostState host, @Nullable ProcessNode subject, int slot, int seconds, long end) {
        double smallest = Double.MAX_VALUE;
        for (int i = 1; i <= seconds; i++) {
            long from = end - (long) i * SlidingCounter.PER_SECOND;
            Measure.Counted second = new Measure.Counted(slot, from, from + SlidingCounter.PER_SECOND - 1);
            smallest = Math.min(smallest, sum(host, subject, second));
        }
        return smallest;
    }
}
