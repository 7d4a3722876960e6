package dev.linnix.engine.table;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.linnix.engine.state.MalformedStateException;
import dev.linnix.engine.state.StateIo;
import org.jspecify.annotations.Nullable;

/**
 * Counts runs of programs whose name matches a regular expression. A run begins with exec; it ends with the next exec of
 * the process, or with the process. The first run of a process is caused by the one that forked it, further ones by
 * itself. Confined to the engine's thread.
 */
public final class Runs {
    /** Names whose matches are remembered: direct-mapped, so a collision only costs matching anew. */
    private static final int NAMES = 256;

    private final HostState host;
    private final @Nullable Watch[] watches = new @Nullable Watch[Measures.SLOTS];
    private final @Nullable Image[] images = new @Nullable Image[NAMES];
    private final long[] commsLow = new long[NAMES];
    private final long[] commsHigh = new long[NAMES];
    private final int[] matches = new int[NAMES];
    /** Bit set of the slots that count runs. */
    private int watched;

    Runs(HostState host) {
        this.host = host;
    }

    /** What one slot looks for, and how its runs ended. */
    static final class Watch {
        private final Pattern pattern;
        private final int lifetimeSeconds;
        private final SlidingCounter ended = new SlidingCounter();
        private final SlidingCounter brief = new SlidingCounter();

        private Watch(Tally.Matching tally) {
            pattern = Pattern.compile(tally.regex());
            lifetimeSeconds = tally.lifetimeSeconds();
        }
    }

    void watch(int slot, Tally.Matching tally) {
        watches[slot] = new Watch(tally);
        watched |= 1 << slot;
        forgetNames();
    }

    void release(int slots) {
        for (int slot = 0; slot < watches.length; slot++) {
            if ((slots >> slot & 1) != 0) watches[slot] = null;
        }
        watched &= ~slots;
        forgetNames();
    }

    /** Looks only for what slots look for, and counts on where each of these was before. */
    void putBack(@Nullable Watch[] before) {
        watched = 0;
        for (int slot = 0; slot < watches.length; slot++) {
            watches[slot] = before[slot];
            if (watches[slot] != null) watched |= 1 << slot;
        }
        forgetNames();
    }

    /** {@return what each slot looks for at present, for {@link #putBack}} */
    @Nullable
    Watch[] watches() {
        return watches.clone();
    }

    /** Writes or reads how runs ended; what is looked for must be known. */
    void state(StateIo io) {
        for (int slot = 0; slot < watches.length; slot++) {
            if (io.reading() && host.measures.tally(slot) instanceof Tally.Matching matching) watchRead(slot, matching);
            Watch watch = watches[slot];
            if (watch == null) continue;
            watch.ended.state(io);
            watch.brief.state(io);
        }
    }

    private void watchRead(int slot, Tally.Matching tally) {
        try {
            watch(slot, tally);
        } catch (PatternSyntaxException e) {
            throw new MalformedStateException("expected a regular expression: " + e.getMessage());
        }
    }

    private void forgetNames() {
        for (int i = 0; i < NAMES; i++) images[i] = null;
    }

    /**
     * A process has begun to run its image.
     *
     * @param again whether it ran one of its own before
     */
    void begin(ProcessNode node, boolean again, long nowNs) {
        node.runs = watched == 0 ? 0 : matching(node);
        if (node.runs == 0) return;
        long bucket = SlidingCounter.bucket(nowNs);
        for (int slot = 0; slot < Measures.SLOTS; slot++) {
            if ((node.runs >> slot & 1) == 0) continue;
            host.totals[slot].add(bucket, 1);
            if (again) host.table().cause(node, slot, bucket, 1);
            else host.table().causeByParent(node, slot, bucket);
        }
    }

    /** A process has ended what it ran, if it ran anything that counts. */
    void end(ProcessNode node, long nowNs) {
        if (node.runs == 0) return;
        long bucket = SlidingCounter.bucket(nowNs);
        long seconds = (nowNs - node.execNs) / 1_000_000_000L;
        for (int slot = 0; slot < Measures.SLOTS; slot++) {
            Watch watch = watches[slot];
            if (watch == null || (node.runs >> slot & 1) == 0) continue;
            watch.ended.add(bucket, 1);
            if (seconds <= watch.lifetimeSeconds) watch.brief.add(bucket, 1);
        }
        node.runs = 0;
    }

    private int matching(ProcessNode node) {
        Image image = node.image;
        if (image == null) return 0;
        long hash = (image.pathHash() * 31L + node.commLow) * 31 + node.commHigh;
        int at = (int) (hash ^ hash >>> 32 ^ hash >>> 16) & (NAMES - 1);
        Image known = images[at];
        if (known == null
                || commsLow[at] != node.commLow
                || commsHigh[at] != node.commHigh
                || !known.hasPathOf(image)) {
            images[at] = image;
            commsLow[at] = node.commLow;
            commsHigh[at] = node.commHigh;
            matches[at] = match(node.commText(), image.executable());
        }
        return matches[at];
    }

    private int match(String comm, @Nullable String path) {
        int slots = 0;
        for (int slot = 0; slot < watches.length; slot++) {
            Watch watch = watches[slot];
            if (watch == null) continue;
            boolean found = watch.pattern.matcher(comm).find()
                    || (path != null && watch.pattern.matcher(path).find());
            if (found) slots |= 1 << slot;
        }
        return slots;
    }

    /** {@return runs of the host that ended between two buckets, both included; the slot is one that counts runs} */
    public long ended(int slot, long from, long to) {
        Watch watch = watches[slot];
        return watch == null ? 0 : watch.ended.sum(from, to);
    }

    /** {@return those of them that were brief} */
    public long brief(int slot, long from, long to) {
        Watch watch = watches[slot];
        return watch == null ? 0 : watch.brief.sum(from, to);
    }
}
