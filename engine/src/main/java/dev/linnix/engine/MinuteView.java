package dev.linnix.engine;

import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measures;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.SampleClock;
import dev.linnix.engine.table.SlidingCounter;
import dev.linnix.engine.table.Vitals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the last minute out of the counters and samples that detectors use. The tree is walked once: in a storm it has
 * thousands of processes, and the engine must not be held up then.
 */
final class MinuteView {
    private static final int SECONDS = 60;
    private static final double US_PER_PERCENT = 10_000;

    private final HostState host;
    private final @Nullable ProcessNode top;
    private final long end;
    private final long[] forks = new long[SECONDS];
    private final long[] cpuUs = new long[SECONDS];
    /** Number of the sample in each second; -1 for none. */
    private final long[] samples = new long[SECONDS];

    private final long[] bytes = new long[SECONDS];
    private final long[] fds = new long[SECONDS];
    private boolean fdsKnown = true;

    /**
     * Prepares one.
     *
     * @param top of the tree to look at; null for none
     */
    MinuteView(HostState host, @Nullable ProcessNode top) {
        this.host = host;
        this.top = top;
        // What is happening now belongs to it.
        end = SlidingCounter.bucket(host.nowNs()) + 1;
    }

    LastMinute read() {
        if (top != null) {
            for (int i = 0; i < SECONDS; i++) samples[i] = sample(i);
            host.table().forSubtree(top, this::add);
        }
        List<LastMinute.Second> seconds = new ArrayList<>(SECONDS);
        for (int i = 0; i < SECONDS; i++) {
            boolean seen = host.lifecycleSinceNs() > 0 && begin(from(i)) >= host.lifecycleSinceNs();
            if (seen) seconds.add(second(i));
        }
        return new LastMinute(seconds);
    }

    private long from(int second) {
        return end - (long) (SECONDS - second) * SlidingCounter.PER_SECOND;
    }

    private static long begin(long bucket) {
        return bucket * SlidingCounter.BUCKET_NS;
    }

    private long sample(int second) {
        long first = host.samples().firstSince(begin(from(second)));
        boolean within = first <= host.samples().current() && host.samples().time(first) < begin(from(second + 1));
        return within ? first : -1;
    }

    private void add(ProcessNode node) {
        add(node, Measures.BIRTHS, forks);
        add(node, Measures.CPU_US, cpuUs);
        Vitals vitals = node.vitals();
        if (!node.alive() || vitals.firstSample() < 0) return;
        fdsKnown &= vitals.fdsKnown();
        for (int i = 0; i < SECONDS; i++) {
            long sample = samples[i];
            if (sample < vitals.firstSample() || sample > vitals.lastSample()) continue;
            if (vitals.lastSample() - sample >= SampleClock.SAMPLES) continue;
            bytes[i] += 1024 * vitals.privateKb(sample);
            fds[i] += vitals.fds(sample);
        }
    }

    private void add(ProcessNode node, int slot, long[] to) {
        if (!node.counts(slot)) return;
        for (int i = 0; i < SECONDS; i++) {
            long from = from(i);
            long until = from + SlidingCounter.PER_SECOND - 1;
            to[i] += node.caused(slot, from, until) + node.inherited(slot, from, until);
        }
    }

    private LastMinute.Second second(int i) {
        long from = from(i);
        long until = from + SlidingCounter.PER_SECOND - 1;
        boolean cpuKnown = begin(until + 1) <= host.cpuUntilNs();
        boolean sampled = top != null && samples[i] >= 0;
        return new LastMinute.Second(
                begin(from),
                host.total(Measures.BIRTHS, from, until),
                cpuKnown ? host.total(Measures.CPU_US, from, until) / US_PER_PERCENT : null,
                host.lost(from, until),
                top == null ? null : forks[i],
                top == null || !cpuKnown ? null : cpuUs[i] / US_PER_PERCENT,
                sampled ? bytes[i] : null,
                sampled && fdsKnown ? fds[i] : null);
    }
}
