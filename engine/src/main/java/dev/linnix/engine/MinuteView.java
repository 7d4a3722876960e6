package dev.linnix.engine;

import dev.linnix.engine.model.LastMinute;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.Measures;
import dev.linnix.engine.table.ProcessNode;
import dev.linnix.engine.table.SampleClock;
import dev.linnix.engine.table.SlidingCounter;
import dev.linnix.engine.table.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the last minute out of the counters and samples that detectors use. */
final class MinuteView {
    private static final int SECONDS = 60;
    private static final double US_PER_PERCENT = 10_000;

    private final HostState host;
    private final @Nullable ProcessNode top;

    /**
     * Prepares one.
     *
     * @param top of the tree to look at; null for none
     */
    MinuteView(HostState host, @Nullable ProcessNode top) {
        this.host = host;
        this.top = top;
    }

    LastMinute read() {
        // What is happening now belongs to it.
        long end = SlidingCounter.bucket(host.nowNs()) + 1;
        List<LastMinute.Second> seconds = new ArrayList<>(SECONDS);
        for (int ago = SECONDS; ago > 0; ago--) {
            long from = end - (long) ago * SlidingCounter.PER_SECOND;
            if (from < 0 || host.lifecycleSinceNs() == 0 || begin(from) < host.lifecycleSinceNs()) continue;
            seconds.add(second(from, from + SlidingCounter.PER_SECOND - 1));
        }
        return new LastMinute(seconds);
    }

    private static long begin(long bucket) {
        return bucket * SlidingCounter.BUCKET_NS;
    }

    private LastMinute.Second second(long from, long to) {
        boolean cpuKnown = begin(to + 1) <= host.cpuUntilNs();
        Long treeForks = sum(Measures.BIRTHS, from, to);
        Long treeCpuUs = cpuKnown ? sum(Measures.CPU_US, from, to) : null;
        long sample = host.samples().firstSince(begin(from));
        boolean sampled = top != null
                && sample <= host.samples().current()
                && host.samples().time(sample) < begin(to + 1);
        Held held = sampled ? held(sample) : new Held();
        return new LastMinute.Second(
                begin(from),
                host.total(Measures.BIRTHS, from, to),
                cpuKnown ? host.total(Measures.CPU_US, from, to) / US_PER_PERCENT : null,
                host.lost(from, to),
                treeForks,
                treeCpuUs == null ? null : treeCpuUs / US_PER_PERCENT,
                sampled ? held.bytes : null,
                sampled && held.fdsKnown ? held.fds : null);
    }

    private @Nullable Long sum(int slot, long from, long to) {
        return top == null ? null : (long) host.table().sum(top, new Measure.Counted(slot, from, to));
    }

    /** What those of the tree that live held at a sample. */
    private static final class Held {
        private long bytes;
        private long fds;
        private boolean fdsKnown = true;
    }

    private Held held(long sample) {
        Held held = new Held();
        host.table().forSubtree(Objects.requireNonNull(top), node -> {
            Vitals vitals = node.vitals();
            boolean covered = node.alive()
                    && vitals.firstSample() >= 0
                    && sample >= vitals.firstSample()
                    && sample <= vitals.lastSample()
                    && vitals.lastSample() - sample < SampleClock.SAMPLES;
            if (!covered) return;
            held.bytes += 1024 * vitals.privateKb(sample);
            held.fds += vitals.fds(sample);
            held.fdsKnown &= vitals.fdsKnown();
        });
        return held;
    }
}
